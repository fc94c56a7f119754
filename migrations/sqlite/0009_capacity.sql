-- How many conversations an operator has at most at once; without a number, any.
ALTER TABLE operators ADD COLUMN capacity BIGINT;
CREATE INDEX conversations_by_operator ON conversations (organisation_id, operator_id, status);
