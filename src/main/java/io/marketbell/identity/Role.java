package io.marketbell.identity;

import java.util.Optional;

/** What a caller may do. */
public enum Role {
    /** Receives what is addressed to it. */
    TRADER(Role.TRADER_NAME),
    PUBLISHER(Role.PUBLISHER_NAME),
    /** Reads monitoring, handles dead letters. */
    OPERATOR(Role.OPERATOR_NAME),
    /** Everything, and API keys and rate-limit overrides. */
    ADMIN(Role.ADMIN_NAME);

    /** The names for {@code @RolesAllowed}, which wants constants; list {@link #ADMIN_NAME} beside each. */
    public static final String TRADER_NAME = "trader";

    public static final String PUBLISHER_NAME = "publisher";
    public static final String OPERATOR_NAME = "operator";
    public static final String ADMIN_NAME = "admin";

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** As it stands in JSON, in groups claims and in {@code @RolesAllowed}. */
    public String label() {
        return label;
    }

    /** The role with this label; empty where there is none. */
    public static Optional<Role> of(String label) {
        for (Role role : values()) {
            if (role.label.equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
