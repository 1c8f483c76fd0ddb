package io.marketbell.identity;

import java.util.Arrays;
import java.util.Optional;

/** The permissions of a caller. */
public enum Role {
    /** Receives notifications addressed to the user. */
    TRADER(Role.TRADER_NAME),
    PUBLISHER(Role.PUBLISHER_NAME),
    /** Reads monitoring data and handles dead letters. */
    OPERATOR(Role.OPERATOR_NAME),
    /** Has every permission, including API keys and rate-limit overrides. */
    ADMIN(Role.ADMIN_NAME);

    /** Constants for {@code @RolesAllowed}; list {@link #ADMIN_NAME} with each of the others. */
    public static final String TRADER_NAME = "trader";

    public static final String PUBLISHER_NAME = "publisher";
    public static final String OPERATOR_NAME = "operator";
    public static final String ADMIN_NAME = "admin";

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** Returns the name used in JSON, in groups claims and in {@code @RolesAllowed}. */
    public String label() {
        return label;
    }

    /** Returns the role with this label; empty if there is none. */
    public static Optional<Role> of(String label) {
        return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
    }
}
