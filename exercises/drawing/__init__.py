"""Pictures that several statements share: curves, plots, planes, paths of optimizers, windows over grids."""
