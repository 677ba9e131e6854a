"""The addresses of what binds a community."""

from __future__ import annotations

from django.urls import path

from palabre.charter.views import articles, door, reading, review, reviews, signing, writing

app_name = "charter"
HERE = "c/<rid:community_id>/charter/"
TEXT = f"{HERE}texts/<rid:edition_id>/"
ARTICLE = f"{TEXT}articles/<rid:article_id>/"
STANDARDS = "c/<rid:community_id>/standards/"
ASKED = f"{STANDARDS}reviews/<rid:review_id>/"
REVIEW = "reviews/<rid:review_id>/"
LINE = f"{REVIEW}chapters/<rid:line_id>/"

urlpatterns = [
    path("join/<str:token>/code/", door.join_code, name="join_code"),
    path(HERE, reading.charter, name="charter"),
    path(f"{HERE}signature/", reading.signature, name="signature"),
    path(f"{HERE}changes/", reading.changes, name="changes"),
    path(f"{HERE}adoption/", signing.adoption, name="adoption"),
    path(f"{HERE}signatures/", signing.signatures, name="signatures"),
    path(f"{HERE}reminder/", signing.reminder, name="reminder"),
    path(f"{HERE}adherence/<rid:organisation_id>/", signing.adherence, name="adherence"),
    path(f"{HERE}texts/", writing.texts, name="texts"),
    path(TEXT, writing.edition, name="edition"),
    path(f"{TEXT}introduction/", writing.intro, name="intro"),
    path(f"{TEXT}approval/", writing.approval, name="approval"),
    path(f"{TEXT}publication/", writing.publication, name="publication"),
    path(f"{TEXT}removal/", writing.removal, name="edition_removal"),
    path(f"{TEXT}articles/", articles.articles, name="articles"),
    path(ARTICLE, articles.article, name="article"),
    path(f"{ARTICLE}position/", articles.position, name="article_position"),
    path(f"{ARTICLE}removal/", articles.removal, name="article_removal"),
    path(STANDARDS, reviews.standards, name="standards"),
    path(f"{STANDARDS}reviews/", reviews.reviews, name="reviews"),
    path(f"{ASKED}peer/", reviews.peer, name="peer"),
    path(f"{ASKED}acceptance/", reviews.acceptance, name="acceptance"),
    path(f"{ASKED}refusal/", reviews.refusal, name="refusal"),
    path(REVIEW, review.review, name="review"),
    path(f"{REVIEW}assessment/", review.assessment, name="assessment"),
    path(f"{REVIEW}remarks/", review.remarks, name="remarks"),
    path(f"{REVIEW}plan/", review.plan, name="plan"),
    path(f"{REVIEW}conclusion/", review.conclusion, name="conclusion"),
    path(LINE, review.chapter, name="chapter"),
    path(f"{LINE}remark/", review.remark, name="remark"),
    path(f"{LINE}improvement/", review.improvement, name="improvement"),
]
