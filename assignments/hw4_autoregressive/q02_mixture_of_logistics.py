"""Question 2: two models of a pixel, a table of probabilities and a mixture of logistics.

Source: sheet 004, autoregressive models, question 2 (2 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016 (table of
256 classes); Salimans et al., "PixelCNN++", ICLR 2017, section 2.1 (discretised mixture of logistics).
"""

from __future__ import annotations

from autograder.question import Question, Text

question = Question(
    number="2",
    title=Text(en="A mixture of logistics for pixels", ru="Смесь логистических распределений для пикселей"),
    text=Text(
        en=r"""
        Two models of images of width $W$ and height $H$ with $C$ channels, whose colour values are the
        integers from $0$ to $255$. **Model 1** gives each colour value a categorical distribution with $256$
        classes. **Model 2** gives it a mixture of $K$ logistic distributions with weights $\pi_k$, means
        $\mu_k$ and scales $s_k$, whose distribution function is

        $$F(v) = \sum_{k=1}^{K} \pi_k \, \sigma\Bigl(\frac{v - \mu_k}{s_k}\Bigr), \qquad
        \sigma(u) = \frac{1}{1 + e^{-u}}.$$

        The probability of $x$ is the mass of the interval around it, $P(x) = F(x + 0.5) - F(x - 0.5)$.
        """,
        ru=r"""
        Даны две модели изображений ширины $W$ и высоты $H$ с $C$ каналами; значения цвета — целые числа
        от $0$ до $255$. **Модель 1** задаёт для каждого значения цвета категориальное распределение на $256$
        классах. **Модель 2** задаёт для него смесь $K$ логистических распределений с весами $\pi_k$, средними
        $\mu_k$ и масштабами $s_k$; её функция распределения равна

        $$F(v) = \sum_{k=1}^{K} \pi_k \, \sigma\Bigl(\frac{v - \mu_k}{s_k}\Bigr), \qquad
        \sigma(u) = \frac{1}{1 + e^{-u}}.$$

        Вероятность $x$ — это масса отрезка вокруг него, $P(x) = F(x + 0.5) - F(x - 0.5)$.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet writes $P$ both for the probability and for the distribution function; here the latter is
        $F$. As printed, the 256 probabilities do not sum to $1$: the mass below $-0.5$ and above $255.5$ is
        lost. Sizes are counted per colour value, and as elements of the tensor, not as free parameters.
        """,
        ru=r"""
        В листке буквой $P$ обозначены и вероятность, и функция распределения; здесь последняя обозначена
        $F$. С формулой листка 256 вероятностей не дают в сумме $1$: теряется масса ниже $-0.5$ и выше
        $255.5$. Размеры считаются на каждое значение цвета и как число элементов тензора, а не как число
        свободных параметров.
        """,
    ),
)
