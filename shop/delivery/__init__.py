"""Ways of delivery and what they cost.

Verbs: `DeliveryMethod.objects.offered(country)`. Any room above may import it;
it imports `lib` only.
"""
