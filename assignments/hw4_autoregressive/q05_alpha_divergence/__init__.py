"""Question 5: the alpha-divergences, and the two Kullback-Leibler divergences as their limits.

Source: sheet 004, latent variable models, question 3 (3 points).
Paper: Minka, "Divergence Measures and Message Passing", 2005, section 2.
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="5",
    title=Text(en="Alpha-divergences", ru="Альфа-дивергенции"),
    text=Text(
        en=r"""
        For a number $\alpha$ other than $1$ and $-1$,

        $$D_\alpha(p \,\|\, q) = \frac{4}{1 - \alpha^2} \left( 1 - \int p(x)^{\frac{1 + \alpha}{2}}\,
        q(x)^{\frac{1 - \alpha}{2}}\, dx \right).$$

        Prove on paper that it tends to $\mathrm{KL}(p \,\|\, q)$ for $\alpha \to 1$ and to
        $\mathrm{KL}(q \,\|\, p)$ for $\alpha \to -1$, by the expansion
        $t^\varepsilon = 1 + \varepsilon \ln t + O(\varepsilon^2)$. Part 5.2 goes through the lines of the
        proof.
        """,
        ru=r"""
        Для числа $\alpha$, отличного от $1$ и $-1$, положим

        $$D_\alpha(p \,\|\, q) = \frac{4}{1 - \alpha^2} \left( 1 - \int p(x)^{\frac{1 + \alpha}{2}}\,
        q(x)^{\frac{1 - \alpha}{2}}\, dx \right).$$

        Докажите на бумаге, что эта величина стремится к $\mathrm{KL}(p \,\|\, q)$ при $\alpha \to 1$ и к
        $\mathrm{KL}(q \,\|\, p)$ при $\alpha \to -1$, пользуясь разложением
        $t^\varepsilon = 1 + \varepsilon \ln t + O(\varepsilon^2)$. Часть 5.2 проходит по строкам
        доказательства.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet admits every $\alpha$ from $-\infty$ to $+\infty$. At $\pm 1$ the formula is $0 / 0$ and
        stands for its limit; for $\alpha \to \pm\infty$ it is infinite unless $p = q$. And the expansion
        holds for each $x$ alone: under the integral the limit from below ($\alpha < 1$) is always right,
        while from above $D_\alpha$ may be infinite although $\mathrm{KL}(p \,\|\, q)$ is not. Here $x$ has
        finitely many values, or the densities are Gaussian.
        """,
        ru=r"""
        В листке допускается любое $\alpha$ от $-\infty$ до $+\infty$. При $\pm 1$ формула даёт $0 / 0$ и
        понимается как предел; при $\alpha \to \pm\infty$ она бесконечна, если только не $p = q$. Кроме того,
        разложение верно при каждом отдельном $x$: под знаком интеграла предел снизу ($\alpha < 1$) законен
        всегда, а сверху $D_\alpha$ может быть бесконечной, хотя $\mathrm{KL}(p \,\|\, q)$ конечна. Здесь $x$
        принимает конечное число значений либо плотности гауссовские.
        """,
    ),
)
