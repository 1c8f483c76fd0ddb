package io.marketbell.architecture.planted.identity;

import jakarta.inject.Inject;

/**
 * Violates: class names must state a responsibility; injection must use constructors, not fields; nothing may be
 * printed.
 */
class KeyManager {
    @Inject
    private String key;

    void print() {
        System.out.println(key);
    }
}
