"""What a call writes to people, in both languages, until the coordination writes its own words.

Each is a whole letter but for its greeting and the personal words, which come with the name and the decision.
"""

from __future__ import annotations

Both = dict[str, str]

GREETING: Both = {"fr": "Bonjour {name},", "en": "Dear {name},"}
GREETING_ALONE: Both = {"fr": "Bonjour,", "en": "Hello,"}
INELIGIBLE = "ineligible"

LETTERS: dict[str, Both] = {
    "offer": {
        "fr": (
            "Le comité vous propose une place dans la communauté, et il s’en réjouit.\n\n"
            "La place est à vous lorsque trois choses sont faites : vous dites si quelque chose pourrait faire douter de "
            "votre indépendance, la coordination confirme, puis vous lisez et signez le code de conduite. Tout se trouve "
            "sur la page de votre candidature.\n\n"
            "Si vous préférez ne pas venir, dites-le simplement sur la même page : personne ne vous demandera pourquoi, "
            "et la place ira à quelqu’un d’autre."
        ),
        "en": (
            "The committee offers you a place in the community, and is glad to do so.\n\n"
            "The place is yours once three things are done: you say whether anything could make your independence "
            "doubtful, the coordination confirms, then you read and sign the code of conduct. All of it is on the page of "
            "your application.\n\n"
            "If you would rather not come, simply say so on the same page: nobody will ask why, and the place goes to "
            "somebody else."
        ),
    },
    "waitlist": {
        "fr": (
            "Le comité aimerait vous accueillir, mais toutes les places ont été proposées. Vous êtes sur la liste "
            "d’attente : si une place se libère, elle est proposée dans l’ordre de cette liste, et nous vous écrivons.\n\n"
            "Vous pouvez retirer votre candidature à tout moment, sans donner de raison."
        ),
        "en": (
            "The committee would like to welcome you, but every place has been offered. You are on the waiting list: if "
            "a place becomes free, it is offered in the order of that list, and we write to you.\n\n"
            "You can withdraw your application at any time, without a reason."
        ),
    },
    "decline": {
        "fr": (
            "Merci d’avoir pris le temps d’écrire cette candidature. Le comité l’a lue avec attention, et cette fois il "
            "ne l’a pas retenue : il y avait plus de candidatures que de places, et il fallait aussi composer un groupe "
            "équilibré. Cela ne dit rien de la valeur de votre travail.\n\n"
            "Vous pouvez répondre au prochain appel. Ce que vous avez écrit sera effacé dans les délais annoncés."
        ),
        "en": (
            "Thank you for the time you gave to this application. The committee read it with care, and this time it was "
            "not retained: there were more applications than places, and the group also had to be balanced. This says "
            "nothing of the worth of your work.\n\n"
            "You are welcome to answer the next call. What you wrote will be erased as announced."
        ),
    },
    "shortlist": {
        "fr": (
            "Votre candidature a retenu l’attention du comité. Il vous propose un court entretien, pour mieux vous "
            "connaître et pour répondre à vos questions. L’entretien n’est pas obligatoire : sans lui, votre candidature "
            "suit son cours."
        ),
        "en": (
            "Your application has drawn the attention of the committee. It suggests a short interview, to know you better "
            "and to answer your questions. The interview is not required: without it, your application goes on all the "
            "same."
        ),
    },
    INELIGIBLE: {
        "fr": (
            "Merci pour votre candidature. Elle ne remplit pas l’une des conditions annoncées dans l’appel, et n’a donc pas "
            "pu être lue par le comité. Cela ne dit rien de la valeur de votre travail.\n\n"
            "Si vous pensez qu’il y a une erreur, écrivez à la coordination : elle regardera de nouveau."
        ),
        "en": (
            "Thank you for your application. It does not meet one of the conditions that the call announced, so the "
            "committee could not read it. This says nothing of the worth of your work.\n\n"
            "If you think there is a mistake, write to the coordination: it will look again."
        ),
    },
}  # fmt: skip
