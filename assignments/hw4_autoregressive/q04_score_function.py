"""Question 4: the gradient of the evidence lower bound by the score function.

Source: sheet 004, latent variable models, question 2 (4 points).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="4",
    title=Text(
        en="The gradient of the ELBO by the score function",
        ru="Градиент ELBO с помощью производной логарифма",
    ),
    text=Text(
        en=r"""
        The lower bound is an expectation under a law that depends on the parameters itself,

        $$\mathcal{L}(\phi) = \mathbb{E}_{q(z \mid x, \phi)} \left[ \log p(x, z) - \log q(z \mid x, \phi)
        \right],$$

        so that its gradient is not the expectation of the gradient of the bracket. The reparametrisation
        trick is one way out. Another one uses the *score*, the gradient of the log-density with respect to
        the parameters:

        $$\nabla_\phi \log q(z \mid x, \phi) = \frac{\nabla_\phi\, q(z \mid x, \phi)}{q(z \mid x, \phi)}.$$
        """,
        ru=r"""
        Нижняя оценка — это математическое ожидание по распределению, которое само зависит от параметров,

        $$\mathcal{L}(\phi) = \mathbb{E}_{q(z \mid x, \phi)} \left[ \log p(x, z) - \log q(z \mid x, \phi)
        \right],$$

        поэтому её градиент не равен ожиданию градиента выражения в скобках. Один выход — трюк с
        репараметризацией. Другой использует *score-функцию* — градиент логарифма плотности по параметрам:

        $$\nabla_\phi \log q(z \mid x, \phi) = \frac{\nabla_\phi\, q(z \mid x, \phi)}{q(z \mid x, \phi)}.$$
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet says that the distribution function depends on the parameters; the density is meant. It
        calls the interchanged expectation merely different from the gradient; part 4.1.3 shows how different.
        """,
        ru=r"""
        В листке сказано, что от параметров зависит функция распределения; имеется в виду плотность. О
        выражении, где градиент внесён под знак ожидания, там говорится лишь, что оно не равно искомому
        градиенту; часть 4.1.3 показывает, насколько.
        """,
    ),
)
