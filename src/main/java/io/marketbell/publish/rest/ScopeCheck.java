package io.marketbell.publish.rest;

import io.marketbell.identity.PublishScope;
import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.validation.ItemFaults;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** Rejects items that the scope of the API key does not allow. Values of a wrong JSON type are left to the validation. */
final class ScopeCheck {
    private final PublishScope scope;
    private final String typeFault;
    private final String recipientFault;

    ScopeCheck(PublishScope scope) {
        this.scope = scope;
        this.typeFault = "publish_types of the API key allows only " + String.join(", ", scope.types());
        this.recipientFault = "publish_recipients_prefix of the API key allows only recipients that begin with "
                + scope.recipientsPrefix();
    }

    /** Returns the items, with those that are not allowed replaced by the reason. */
    List<RequestItem> applyTo(List<RequestItem> items) {
        return scope.isRestricted() ? items.stream().map(this::check).toList() : items;
    }

    private RequestItem check(RequestItem item) {
        if (!(item instanceof RequestItem.Sound sound)) {
            return item;
        }
        List<Fault> faults = faults(sound.publication().item());
        return faults.isEmpty() ? item : new RequestItem.OutOfScope(faults);
    }

    private List<Fault> faults(JsonObject item) {
        ItemFaults faults = new ItemFaults();
        if (item.get(ItemField.TYPE.label()) instanceof JsonString type && !scope.allowsType(type.getString())) {
            faults.add(ItemField.TYPE.pointer(), typeFault);
        }
        if (!scope.recipientsPrefix().isEmpty()) {
            JsonValue recipients = item.get(ItemField.RECIPIENTS.label());
            if (recipients == null) {
                faults.add(ItemField.RECIPIENTS.pointer(), recipientFault);
            } else if (recipients instanceof JsonArray users) {
                checkRecipients(users, faults);
            }
        }
        return faults.list();
    }

    private void checkRecipients(JsonArray users, ItemFaults faults) {
        for (int i = 0; i < users.size(); i++) {
            if (users.get(i) instanceof JsonString user && !scope.allowsRecipient(user.getString())) {
                faults.add(ItemField.RECIPIENTS.pointer() + "/" + i, recipientFault);
            }
        }
    }
}
