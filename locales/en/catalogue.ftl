# Texts of the service catalogue.

## Promised times
catalogue-term-working-day = { $amount ->
    [one] { $amount } working day
   *[other] { $amount } working days
}
catalogue-term-calendar-day = { $amount ->
    [one] { $amount } calendar day
   *[other] { $amount } calendar days
}
catalogue-term-hour = { $amount ->
    [one] { $amount } hour
   *[other] { $amount } hours
}
catalogue-term-hour-office = { $amount ->
    [one] { $amount } office hour
   *[other] { $amount } office hours
}
catalogue-term-minute = { $amount ->
    [one] { $amount } minute
   *[other] { $amount } minutes
}
catalogue-term-minute-office = { $amount ->
    [one] { $amount } minute in office hours
   *[other] { $amount } minutes in office hours
}

## Components that follow from other fields
catalogue-derived-duration = { $term } from a complete file.
catalogue-derived-fee = { $fee }. There is no other cost.
catalogue-derived-no-documents = There is nothing to bring.
catalogue-condition = if you answer “{ $answer }” to “{ $question }”
