from django.urls import path

from . import views

app_name = "funnel"
urlpatterns = [
    path("funnel/events/", views.events, name="events"),
    path("funnel/consent/", views.consent, name="consent"),
]
