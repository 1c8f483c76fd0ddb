package io.marketbell.identity;

import java.util.List;

/**
 * Restricts the notifications that a credential may publish.
 *
 * @param types the names of the allowed types; empty: all
 * @param recipientsPrefix the beginning of the name of every allowed recipient; empty: all recipients, and notifications
 *     to everyone
 */
public record PublishScope(List<String> types, String recipientsPrefix) {
    public static final PublishScope UNRESTRICTED = new PublishScope(List.of(), "");

    public PublishScope {
        types = types.stream().distinct().sorted().toList();
    }

    public boolean isRestricted() {
        return !types.isEmpty() || !recipientsPrefix.isEmpty();
    }

    public boolean allowsType(String type) {
        return types.isEmpty() || types.contains(type);
    }

    public boolean allowsRecipient(String user) {
        return user.startsWith(recipientsPrefix);
    }
}
