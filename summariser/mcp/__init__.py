"""This package as tools that an assistant calls, over the Model Context Protocol."""
