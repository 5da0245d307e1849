"""Ways of delivery and what they cost.

Verbs: `DeliveryMethod.objects.offered()`. Any room above may import it;
it imports `lib` only.
"""
