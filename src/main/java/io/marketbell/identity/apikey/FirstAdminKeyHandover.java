package io.marketbell.identity.apikey;

import java.io.IOException;

/** Gives the first admin key to the operator. Never writes it to a log. */
interface FirstAdminKeyHandover {

    /** Keeps the key where only the operator can read it. Called before the key becomes valid. */
    Prepared prepare(String key) throws IOException;

    /** A key that was kept; exactly one of its methods must be called. */
    interface Prepared {
        /** Completes the handover: the key is valid now. */
        void complete() throws IOException;

        /** Removes the key: it is not valid, because another node has created one. */
        void discard() throws IOException;
    }
}
