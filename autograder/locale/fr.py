"""The messages in French."""

from __future__ import annotations

MESSAGES = {
    # comparison
    "agrees": "juste",
    "passed": "passe",
    "failed": "échoue",
    "not attempted": "pas commencé",
    "waiting": "en attente",
    "not run": "pas exécuté",
    "raises": "lève une erreur",
    "overran": "trop long",
    "died": "processus terminé",
    "type": "type",
    "shape": "forme",
    "not finite": "pas fini",
    "values": "valeurs",
    "nothing is returned (None); end the function with `return ...`": "rien n'est renvoyé (None) ; "
    "terminez la fonction par `return ...`",
    "a value is returned, expected None": "une valeur est renvoyée, None attendu",
    "a value of type {got} is returned, expected a dictionary": "une valeur de type {got} est renvoyée, "
    "dictionnaire attendu",
    "a value of type {got} is returned, expected a tuple": "une valeur de type {got} est renvoyée, tuple attendu",
    "a value of type {got} is returned, expected a set": "une valeur de type {got} est renvoyée, ensemble attendu",
    "a value of type {got} is returned, expected text": "une valeur de type {got} est renvoyée, texte attendu",
    "a value of type {got} is returned, expected numbers": "une valeur de type {got} est renvoyée, nombres attendus",
    "key {key!s} is missing from the dictionary": "la clé {key!s} manque dans le dictionnaire",
    "{got} values are returned, expected {want}": "nombre de valeurs renvoyées : {got}, attendu : {want}",
    "the elements of the set differ": "les éléments de l'ensemble diffèrent",
    "the text differs": "le texte diffère",
    "has {got} axes, expected {want}": "nombre d'axes : {got}, attendu : {want}",
    "shape is {got}, expected {want}": "la forme est {got}, attendue : {want}",
    "values other than True and False are returned": "des valeurs autres que True et False sont renvoyées",
    "values that are NaN or infinite: {count} of {size}, the first at {index}": "valeurs NaN ou infinies : "
    "{count} sur {size}, la première en {index}",
    "yours is {yours}, expected {expected}": "la vôtre est {yours}, attendue : {expected}",
    "values that differ: {count} of {size}; at {index} yours is {yours}, expected {expected}": "valeurs qui "
    "diffèrent : {count} sur {size} ; en {index} la vôtre est {yours}, attendue : {expected}",
    # systematic errors
    "transposed": "transposé",
    "the sign is wrong everywhere": "le signe est partout faux",
    "too large by {constant}": "trop grand de {constant}",
    "too small by {constant}": "trop petit de {constant}",
    "{constant} times the expected value": "{constant} fois la valeur attendue",
    "off by the same constant everywhere": "décalé partout de la même constante",
    "off by the same factor everywhere": "faux partout du même facteur",
    # faults
    "the value that is returned has not the form that is asked for": "la valeur renvoyée n'a pas la forme demandée",
    "not found: no function of this name is defined": "introuvable : aucune fonction de ce nom n'est définie",
    "waiting for {needed}, which this function calls": "en attente de {needed}, que cette fonction appelle",
    "raised {error}: {detail}": "a levé {error} : {detail}",
    "stopped after {seconds} s: too slow, or a loop without end": "arrêtée après {seconds} s : trop lente, ou une "
    "boucle sans fin",
    "returned something that can't be compared: {kind}": "a renvoyé quelque chose qui ne peut être comparé : {kind}",
    "the process ended while the function ran (exit, crash or out of memory)": "le processus s'est terminé pendant "
    "l'appel (exit, plantage ou mémoire épuisée)",
    # choices
    "`{key}` is not filled in": "`{key}` n'est pas rempli",
    "`{key}` must be True or False": "`{key}` doit être True ou False",
    "`{key}` may hold one of: {allowed}": "`{key}` peut valoir : {allowed}",
    # notebook
    "this is not a part of the assignment; pass the function itself, as in `check(name)`": "ce n'est pas une partie "
    "du devoir ; passez la fonction elle-même, comme dans `check(nom)`",
    "{passed} of {total} parts obey their public laws.": "Parties qui respectent leurs lois publiques : {passed} sur "
    "{total}.",
    "Not attempted: {blank}.": "Pas commencées : {blank}.",
    "Hidden cases are marked after you hand in; written answers are read by a person.": "Les cas cachés sont notés "
    "après la remise ; les réponses écrites sont lues par une personne.",
    "Save this notebook and hand in the file `{file}`.": "Enregistrez ce notebook et remettez le fichier `{file}`.",
    "the answer has the form that is asked for": "la réponse a la forme demandée",
    "in `{where}`: ": "dans `{where}` : ",
    "yours": "vôtre",
    "expected": "attendu",
    "difference": "différence",
    # the student's notebook
    "point": "point",
    "points": "points",
    "Answer": "Réponse",
    "Correction of the sheet": "Correction de l'énoncé",
    "What passed, and what to hand in": "Ce qui passe, et ce qu'il faut remettre",
    "{low} to {high} words, read by a person": "{low} à {high} mots, lu par une personne",
    "This notebook is generated. Your work goes into the cells that follow each question.": "Ce notebook est "
    "engendré. Votre travail va dans les cellules qui suivent chaque question.",
}
