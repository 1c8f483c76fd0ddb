package io.marketbell.architecture.planted.identity;

import jakarta.inject.Inject;

/** Violates: no names that hide a responsibility; constructors are injected, not fields; nothing is printed. */
class KeyManager {
    @Inject
    private String key;

    void print() {
        System.out.println(key);
    }
}
