-- Fields of audit entries and their hash chains (ADR 41). All columns are NULL in rows of the previous release.
ALTER TABLE audit ADD COLUMN address VARCHAR(64);
ALTER TABLE audit ADD COLUMN credential VARCHAR(100);
ALTER TABLE audit ADD COLUMN outcome VARCHAR(20);
-- the pseudonym of the user that {user} stands for in target and detail
ALTER TABLE audit ADD COLUMN about VARCHAR(64);
-- the number of events that the row stands for
ALTER TABLE audit ADD COLUMN occurrences INTEGER;
-- the node that wrote the row, and the position of the row among all rows of this node
ALTER TABLE audit ADD COLUMN chain_node VARCHAR(64);
ALTER TABLE audit ADD COLUMN chain_position BIGINT;
-- SHA-256 of the row and of the hash before it in the chain, in hexadecimal digits
ALTER TABLE audit ADD COLUMN chain_hash VARCHAR(64);
-- HMAC-SHA256 of the hash with a key that is not in the database, and the fingerprint of that key
ALTER TABLE audit ADD COLUMN chain_seal VARCHAR(64);
ALTER TABLE audit ADD COLUMN chain_key VARCHAR(16);

-- The last position of each chain, by the node that writes it.
CREATE TABLE audit_chain (
    node     VARCHAR(64) NOT NULL PRIMARY KEY,
    position BIGINT      NOT NULL,
    hash     VARCHAR(64) NOT NULL
);

-- The users behind the pseudonyms in audit. Erasing the data of a user deletes the row.
CREATE TABLE audit_pseudonym (
    pseudonym VARCHAR(64)  NOT NULL PRIMARY KEY,
    user_name VARCHAR(200) NOT NULL UNIQUE
);
