package io.marketbell.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceUnit;

/** Gives the persistence unit the name that repositories find it by. */
@ApplicationScoped
@PersistenceUnit(name = Storage.NAME, unitName = "marketbell")
class Storage {
    static final String NAME = "java:app/env/persistence/marketbell";
}
