-- One row that every transaction locks before it takes an audit id, and holds until its commit: ids become visible in
-- rising order, so that a reader who continues after the last id it has seen misses no entry.
CREATE TABLE audit_order (
    id SMALLINT NOT NULL PRIMARY KEY
);
INSERT INTO audit_order (id) VALUES (1);
