package io.marketbell.notification;

import static io.marketbell.notification.NotificationType.Required.BROKER;
import static io.marketbell.notification.NotificationType.Required.INSTRUMENT;
import static io.marketbell.notification.NotificationType.Required.RECIPIENTS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Notification types and their properties: durability, required fields, conflation, and the default priority and time
 * to live.
 */
public enum NotificationType {
    ORDER_ACCEPTED(Conflation.NONE, Priority.HIGH, Duration.ofHours(24), RECIPIENTS),
    /** A full or partial execution. */
    ORDER_FILLED(Conflation.NONE, Priority.CRITICAL, Duration.ofDays(7), RECIPIENTS),
    ORDER_CANCELLED(Conflation.NONE, Priority.HIGH, Duration.ofHours(24), RECIPIENTS),
    ORDER_REJECTED(Conflation.NONE, Priority.CRITICAL, Duration.ofHours(24), RECIPIENTS),
    PRICE_UPDATE(Conflation.BY_INSTRUMENT_AND_BROKER, Priority.LOW, Duration.ofSeconds(5), INSTRUMENT),
    PRICE_ALERT(Conflation.NONE, Priority.HIGH, Duration.ofHours(1), RECIPIENTS, INSTRUMENT),
    RISK_ALERT(Conflation.NONE, Priority.CRITICAL, Duration.ofHours(24), RECIPIENTS),
    POSITION_UPDATE(
            Conflation.BY_USER_INSTRUMENT_AND_BROKER, Priority.NORMAL, Duration.ofSeconds(60), RECIPIENTS, INSTRUMENT),
    POSITION_CLOSED(Conflation.NONE, Priority.HIGH, Duration.ofHours(24), RECIPIENTS, INSTRUMENT),
    BROKER_STATUS(Conflation.BY_BROKER, Priority.HIGH, Duration.ofMinutes(10), BROKER),
    BROKER_ERROR(Conflation.NONE, Priority.HIGH, Duration.ofHours(1), BROKER),
    SYSTEM_NOTICE(Conflation.NONE, Priority.NORMAL, Duration.ofHours(24)),
    /**
     * The type of a stored notification that this release cannot read as one of the others, because a newer release has
     * published it. Durable. It cannot be published or named in a filter.
     */
    UNKNOWN(Conflation.NONE, Priority.NORMAL, Duration.ofHours(24));

    private static final List<NotificationType> KNOWN =
            Stream.of(values()).filter(type -> type != UNKNOWN).toList();

    /** A field that a type requires. */
    public enum Required {
        RECIPIENTS,
        INSTRUMENT,
        BROKER
    }

    /** Defines which queued notification a newer one replaces. Only volatile types are conflated. */
    public enum Conflation {
        NONE,
        BY_INSTRUMENT_AND_BROKER,
        BY_USER_INSTRUMENT_AND_BROKER,
        BY_BROKER
    }

    private final Conflation conflation;
    private final Priority defaultPriority;
    private final Duration defaultTimeToLive;
    private final Set<Required> required;

    NotificationType(
            Conflation conflation, Priority defaultPriority, Duration defaultTimeToLive, Required... required) {
        this.conflation = conflation;
        this.defaultPriority = defaultPriority;
        this.defaultTimeToLive = defaultTimeToLive;
        this.required = Set.of(required);
    }

    /** Returns all types except {@link #UNKNOWN}. */
    public static List<NotificationType> known() {
        return KNOWN;
    }

    /** Returns the type with exactly this upper-case name. */
    public static Optional<NotificationType> named(String name) {
        for (NotificationType type : KNOWN) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Returns the type with this name; {@link #UNKNOWN} if there is none. */
    public static NotificationType stored(String name) {
        return named(name).orElse(UNKNOWN);
    }

    /**
     * Returns true if the type is kept in the journal until it expires. Of a volatile type only the last value is kept.
     */
    public boolean isDurable() {
        return conflation == Conflation.NONE;
    }

    public Conflation conflation() {
        return conflation;
    }

    public Priority defaultPriority() {
        return defaultPriority;
    }

    public Duration defaultTimeToLive() {
        return defaultTimeToLive;
    }

    public boolean requires(Required field) {
        return required.contains(field);
    }
}
