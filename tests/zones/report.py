"""Prints, for every hand-labelled page, how much body was kept and how much furniture dropped."""
