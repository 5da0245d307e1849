"""The page of customers, with what only this room can do: it knows all that holds their data."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from shop.checkout.erase import erase
from shop.customers.admin import CustomerAdmin
from shop.customers.models import Customer

admin.site.unregister(Customer)


@admin.register(Customer)
class ErasableCustomerAdmin(CustomerAdmin):
    actions = (*CustomerAdmin.actions, "erase")

    @admin.action(description=_("Erase who they are"), permissions=["erase"])
    def erase(self, request: HttpRequest, customers: QuerySet[Customer]):
        """On the customer's word, after a page that asks: it can't be taken back."""
        customers = list(customers.filter(erased_at=None))
        if "sure" not in request.POST:
            context = {**self.admin_site.each_context(request), "customers": customers}
            context |= {"title": _("Erase who they are"), "opts": self.opts}
            return TemplateResponse(request, "admin/customers/erase.html", context)
        by = request.user.get_username()
        left = [customer for customer in customers if not erase(customer, by=by)]
        if erased := len(customers) - len(left):
            self.message_user(request, _("Erased: %(count)s.") % {"count": erased})
        for customer in left:
            words = _("%(name)s has an order that is still open; nothing was erased.")
            self.message_user(request, words % {"name": customer}, messages.WARNING)
        return None

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("customers.delete_customer")
