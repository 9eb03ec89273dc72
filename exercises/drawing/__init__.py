"""Pictures shared by several statements: curves, plots, planes, paths of optimizers, windows over grids."""
