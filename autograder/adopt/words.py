"""Sentences that a new sheet needs and a notebook does not have, in the languages of sheets."""

from __future__ import annotations

INTRODUCTION = {
    "en": "Each part asks for a small function. Fill in the stub and run the cell below it.",
    "fr": "Chaque partie demande une petite fonction. Complétez l'ébauche et exécutez la cellule suivante.",
    "ru": "В каждой части нужно написать небольшую функцию. Заполните заготовку и выполните ячейку под ней.",
}
RETURN_VALUE = {
    "en": "Let the function `{name}` return this value.",
    "fr": "La fonction `{name}` doit retourner cette valeur.",
    "ru": "Функция `{name}` должна вернуть это значение.",
}
EXPECTED = {
    "en": "`{name}` has the value that is expected.",
    "fr": "`{name}` a la valeur attendue.",
    "ru": "`{name}` имеет ожидаемое значение.",
}
BROKEN = {
    "en": "A property that every right answer has does not hold.",
    "fr": "Une propriété de toute réponse correcte n'est pas vérifiée.",
    "ru": "Не выполнено свойство, которым обладает любой правильный ответ.",
}
WRITTEN = {"en": "A written answer", "fr": "Une réponse rédigée", "ru": "Письменный ответ"}
DOCUMENTED = {
    "en": "What part {number} asks for.",
    "fr": "Ce que demande la partie {number}.",
    "ru": "То, что требуется в части {number}.",
}
MODEL = {
    "en": "Compare with the model answer: {model}",
    "fr": "À comparer avec la réponse modèle : {model}",
    "ru": "Сравните с образцом ответа: {model}",
}
NO_SCHEME = {
    "en": "Answers what is asked.",
    "fr": "Répond à ce qui est demandé.",
    "ru": "Отвечает на поставленный вопрос.",
}
