-- A data folder that was copied and went two ways may have given out the same
-- running number twice. Both events are kept where the two meet again: only
-- the id tells events apart.
DROP INDEX events_number;
CREATE INDEX events_number ON events (device, n);
