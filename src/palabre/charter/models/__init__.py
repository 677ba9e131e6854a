"""What binds a community: its texts in versions, who adopted and who signed them, and how it answers for them."""

from palabre.charter.models.reviews import Improvement, Review, ReviewLine
from palabre.charter.models.signing import Adherence, Adoption, Signature
from palabre.charter.models.texts import Article, Edition

__all__ = ["Adherence", "Adoption", "Article", "Edition", "Improvement", "Review", "ReviewLine", "Signature"]
