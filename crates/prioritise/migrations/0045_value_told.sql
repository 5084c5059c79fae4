-- What the city gets for its money is reckoned from the released files alone, so it counts none of its own.

DROP TABLE value_case;
DELETE FROM projection WHERE name = 'value';
