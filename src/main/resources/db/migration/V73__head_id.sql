-- The id of the entry at the head, written with every commit, so that a node recognizes its log at the head even if the
-- entry has expired. It is valid only while head_id_offset equals head: the previous release moves the head alone.
ALTER TABLE journal_head ADD COLUMN head_id VARCHAR(64);
ALTER TABLE journal_head ADD COLUMN head_id_offset BIGINT;
