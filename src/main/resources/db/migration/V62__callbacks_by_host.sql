-- Callbacks that are due are searched by host while some hosts accept none, so that the rows of those are not read.
CREATE INDEX callbacks_by_host ON callbacks (host, due_at);
