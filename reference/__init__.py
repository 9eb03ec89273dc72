"""The oracle: a NumPy reverse-mode autograd engine, its nn and optim functions, and gradcheck."""
