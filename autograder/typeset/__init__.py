"""Written answers on paper: Markdown with formulas in LaTeX, typeset by Typst."""
