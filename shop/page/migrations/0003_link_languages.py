"""Until now every page in another language was a translation of each other one. Where there is one
of a language, it is taken for the translation of the page at /."""

from django.db import migrations


def link_languages(apps, schema_editor):
    pages = apps.get_model("page", "Page").objects.filter(published=True)
    first = pages.filter(is_default=True).first()
    languages = list(pages.values_list("language", flat=True))
    for page in pages.filter(is_default=False):
        if first and page.language != first.language and languages.count(page.language) == 1:
            pages.filter(pk=page.pk).update(translation_of=first)


class Migration(migrations.Migration):
    dependencies = [("page", "0002_page_family")]
    operations = [migrations.RunPython(link_languages, migrations.RunPython.noop)]
