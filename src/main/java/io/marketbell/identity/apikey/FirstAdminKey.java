package io.marketbell.identity.apikey;

import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Ensures that an admin can sign in: if no admin ever had a key, creates one and hands it over. Once per database: a key
 * that was revoked because all admins use tokens is not created again.
 */
final class FirstAdminKey {
    private static final Logger LOG = System.getLogger(FirstAdminKey.class.getName());

    private final boolean wanted;
    private final ApiKeyStore store;
    private final ApiKeys keys;
    private final String node;
    private final FirstAdminKeyHandover handover;
    private boolean settled;
    private boolean failing;

    /**
     * @param wanted false if no key is created
     * @param node the name of this node, which the label contains
     */
    FirstAdminKey(boolean wanted, ApiKeyStore store, ApiKeys keys, String node, FirstAdminKeyHandover handover) {
        this.wanted = wanted;
        this.store = store;
        this.keys = keys;
        this.node = node;
        this.handover = handover;
    }

    /**
     * Does nothing after it has succeeded; must be called again if the database was unavailable, or if another node was
     * creating the key.
     */
    synchronized void ensure() {
        if (settled) {
            return;
        }
        if (!wanted || store.hadAdmin()) {
            settled = true;
            return;
        }
        try {
            create();
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.WARNING,
                        "no admin key is created, because it cannot be handed over: {0}. Set marketbell.identity.admin.key,"
                                + " or marketbell.identity.first.admin.key=none",
                        e.toString());
            }
        }
    }

    private void create() throws IOException {
        ApiKeys.Issued issued = keys.create(
                new ApiKeys.NewKey(
                        "admin", Set.of(Role.ADMIN), Tier.BROKER, "created at the first start, by node " + node),
                "system");
        FirstAdminKeyHandover.Prepared prepared = handover.prepare(issued.text());
        boolean added = false;
        try {
            added = keys.addFirstAdmin(issued, TraceId.of(null));
        } finally {
            if (!added) {
                prepared.discard();
            }
        }
        if (added) {
            settled = true;
            prepared.complete();
        }
    }
}
