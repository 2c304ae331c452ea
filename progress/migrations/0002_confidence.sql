-- How sure the learner said to be before the answer was shown: 'guess',
-- 'likely', 'sure', or '' where nothing was said.
ALTER TABLE events ADD COLUMN confidence TEXT NOT NULL DEFAULT '';
