package io.marketbell.cluster;

/** This node must not use the database, because of another node or because of its settings. Nothing was changed. */
public final class NodeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean certain;

    /** @param certain false if the other node may have ended without a message: it is declared dead soon */
    public NodeRefused(String message, boolean certain) {
        super(message);
        this.certain = certain;
    }

    public boolean isCertain() {
        return certain;
    }
}
