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
catalogue-fee-by-class = By the listed tariff
catalogue-fee-class = { $class }: { $fee }.
catalogue-fee-class-per = { $class }: { $fee } times the answer to "{ $number }".
catalogue-fee-due-issue = Before the product is issued
catalogue-fee-due-submission = When the file is complete
catalogue-derived-no-documents = There is nothing to bring.
catalogue-condition = if you answer “{ $answer }” to “{ $question }”

## Lists and search
catalogue-list-title = All services
catalogue-list-lead = Cost, time and papers of every service are written here. You can do it yourself.
catalogue-list-none = No service has been published yet.
catalogue-list-all = See all services
catalogue-list-found = { $count ->
    [one] { $count } service found
   *[other] { $count } services found
}
catalogue-search-label = What do you need?
catalogue-search-hint = Use everyday words, for example: lost id card.
catalogue-search = Search services
catalogue-search-none = No service for “{ $question }”
catalogue-search-none-hint = Try another, shorter word, or ask at your kelurahan. Officers help free of charge.
catalogue-practice = { $n } of 10
catalogue-practice-rest = finished on time

## The page of a service
catalogue-fee = Cost
catalogue-promise = Promise
catalogue-promise-long = Done within
catalogue-product = What you receive
catalogue-who = Who may apply
catalogue-facts = What you need to know
catalogue-apply = Apply yourself
catalogue-apply-note = You need no account and no middleman.
catalogue-unverified = Not yet checked by the office
catalogue-unverified-text = Time, cost and papers on this page come from national rules. The office has not yet compared them with its own decree.
catalogue-bring-none = There is nothing to bring
catalogue-bring-some = Papers you may be asked for
catalogue-bring-count = { $count ->
    [one] Bring this { $count } paper
   *[other] Bring these { $count } papers
}
catalogue-bring-by-answer = Depending on your answers
catalogue-bring-welcome = Bring these if you have them
catalogue-bring-print = List to print
catalogue-bring-title = What to bring
catalogue-bring-note = Nothing else may be charged than the cost written here.
catalogue-bring-how = Print this page from the menu of your browser.
catalogue-steps = Steps
catalogue-responsible = Who is responsible
catalogue-superior = When the time has passed, the superior is told at once: { $unit }.
catalogue-mayor = the Mayor
catalogue-own-kelurahan = Your own kelurahan
catalogue-own-district = the district office of your kelurahan
catalogue-law = Legal basis
catalogue-proxy-self-only = Only you yourself
catalogue-proxy-family = You, or family on the same Family Card
catalogue-proxy-mandate = You, family on the same Family Card, or another person with a written mandate
catalogue-deemed-never = A missed deadline does not make the request deemed granted.
catalogue-deemed-granted = When the time has passed, the request is deemed granted (UU 6/2023 Art 175).

## Standards and their versions
catalogue-standard-title = Service standard
catalogue-standard-text = The fourteen parts under UU 25/2009, with all versions.
catalogue-standard-link = Read the whole standard
catalogue-standard-version = Version { $version }, in force from { $date }
catalogue-standard-not-in-force = This version is not in force today.
catalogue-standard-newest = See the version in force
catalogue-versions = All versions
catalogue-version = Version { $version }
catalogue-version-from = from { $date }
catalogue-version-ended = withdrawn { $date }
catalogue-in-force = In force
catalogue-compare-title = Comparison of versions
catalogue-compare-lead = What changed from version { $from } to version { $to }.
catalogue-compare-none = Nothing has changed.
catalogue-compare-with = Compare with version { $version }
catalogue-old = Old:
catalogue-new = New:
catalogue-field-unit = Unit
catalogue-field-name = Name
catalogue-field-summary = Summary
catalogue-field-product = Product
catalogue-field-promise = Promised time
catalogue-field-fee = Cost
catalogue-field-fee-note = Note on the cost
catalogue-field-fee-due = When to pay
catalogue-field-proxy = Who may apply
catalogue-field-deemed = When the time has passed
catalogue-field-legal-basis = Legal basis
catalogue-field-verified = Checked by the office
catalogue-field-words = Everyday words
catalogue-change-document = Document { $code }
catalogue-change-question = Question { $code }
catalogue-change-fee = Fee class { $code }
catalogue-change-order-documents = Order of documents
catalogue-change-order-questions = Order of questions
catalogue-change-order-fees = Order of fee classes
catalogue-required = required
catalogue-component-requirements = Requirements
catalogue-component-procedure = System, mechanism and procedure
catalogue-component-duration = Time to completion
catalogue-component-fee = Cost or tariff
catalogue-component-product = Product of the service
catalogue-component-complaints = Handling of complaints and suggestions
catalogue-component-legal-basis = Legal basis
catalogue-component-facilities = Facilities and equipment
catalogue-component-competence = Competence of staff
catalogue-component-supervision = Internal supervision
catalogue-component-staff = Number of staff
catalogue-component-service-guarantee = Service guarantee
catalogue-component-safety-guarantee = Guarantee of safety and security
catalogue-component-evaluation = Evaluation of performance

## Public promises
catalogue-promise-list-title = Public service promises
catalogue-promise-list-lead = What each office promises, signed by its head. You may hold it to that.
catalogue-promise-title = Public service promise
catalogue-promise-signed = Signed { $date }
catalogue-promise-signature = Signed by the head of the office on { $date }, version { $version }.
catalogue-promise-none = None yet
catalogue-promise-none-text = This office has not published a promise yet.
catalogue-promise-services = Services of this office
catalogue-promise-state-available = Waits for the signature
catalogue-promise-state-decreed = Signed
catalogue-promise-state-published = Published
catalogue-promise-write = Text of the promise
catalogue-promise-text-id = Text in Indonesian
catalogue-promise-text-en = Text in English
catalogue-promise-text-hint = One promise on each line. This is the text that is signed.
catalogue-promise-preview = Newest version
catalogue-promise-sign = Sign the promise
catalogue-promise-sign-text = By pressing this button you sign the text above as head of the office. The signature is recorded in public.
catalogue-promise-publish = Publish the promise
catalogue-promise-publish-text = The signed text appears on the page of this office.

## The desk
catalogue-desk-title = Service catalogue
catalogue-desk-waiting = To be done
catalogue-desk-nothing = No draft is waiting.
catalogue-desk-settled = Other services
catalogue-state-draft = Draft
catalogue-state-proposed = Waits for a second person
catalogue-state-approved = Approved, not yet published
catalogue-state-published = Published
catalogue-state-withdrawn = Withdrawn
catalogue-do = Actions
catalogue-note = Reason
catalogue-incomplete = Cannot be proposed yet: these parts are empty
catalogue-own-draft = You edited this version, so another person must approve it.
catalogue-preview = Preview
catalogue-preview-notice = Preview of version { $version }. Citizens do not see this page yet.
catalogue-preview-back = Back to the catalogue
catalogue-edit = Edit
catalogue-propose = Propose for approval
catalogue-propose-text = After that the text of this version cannot be changed.
catalogue-approve = Approve
catalogue-approve-text = You declare that this version is right. Look at the preview and the changes first.
catalogue-turn-down = Send back to the steward
catalogue-turn-down-reason = What must be mended?
catalogue-publish = Publish
catalogue-publish-from = In force from
catalogue-publish-hint = Today or later. The old version holds until the day before.
catalogue-withdraw = Withdraw this service
catalogue-withdraw-text = Nobody can apply for this service from today on. Files that are already in will be finished.
catalogue-withdraw-reason = Why is it withdrawn?
catalogue-difference = Difference from version { $version }
catalogue-save-draft = Save draft

## The editor
catalogue-edit-title = Edit standard
catalogue-edit-what = Service
catalogue-edit-promise-fee = Promise, cost and law
catalogue-edit-documents = Documents
catalogue-edit-questions = Questions
catalogue-edit-fees = Fee classes
catalogue-edit-fees-hint = The first class that fits decides the fee. When none fits, the cost above holds.
catalogue-edit-components = Other parts of the standard
catalogue-edit-components-hint = Requirements, time, cost, product and legal basis are written from the fields above.
catalogue-edit-documents-row = Document { $n }
catalogue-edit-questions-row = Question { $n }
catalogue-edit-fees-row = Class { $n }
catalogue-edit-add = Add a row
catalogue-edit-remove = Remove
catalogue-edit-up = Move up
catalogue-edit-name-id = Name (Indonesian)
catalogue-edit-name-en = Name (English)
catalogue-edit-summary-id = Summary (Indonesian)
catalogue-edit-summary-en = Summary (English)
catalogue-edit-product-id = Product (Indonesian)
catalogue-edit-product-en = Product (English)
catalogue-edit-words = Everyday words
catalogue-edit-promise = Promised time
catalogue-edit-promise-unit = Unit of time
catalogue-edit-promise-hours = How hours are counted
catalogue-edit-fee = Cost in rupiah
catalogue-edit-fee-note-id = Note on the cost (Indonesian)
catalogue-edit-fee-note-en = Note on the cost (English)
catalogue-edit-fee-due = When it is paid
catalogue-edit-amount = Amount in rupiah
catalogue-edit-per = Multiplied by
catalogue-edit-proxy = Who may apply
catalogue-edit-deemed = When the time has passed
catalogue-edit-legal-basis = Legal basis
catalogue-edit-verified = Checked by the office
catalogue-edit-code = Code
catalogue-edit-hint-id = Hint (Indonesian)
catalogue-edit-hint-en = Hint (English)
catalogue-edit-required = Required
catalogue-edit-only-if = Only if
catalogue-edit-label-id = Question (Indonesian)
catalogue-edit-label-en = Question (English)
catalogue-edit-kind = Kind of answer
catalogue-edit-options = Options
catalogue-edit-text-id = Text (Indonesian)
catalogue-edit-text-en = Text (English)
catalogue-hint-words = One word or phrase on each line. Common misspellings are welcome.
catalogue-hint-fee = Digits only. Nothing else may be charged.
catalogue-hint-per = Code of a required question about a number. Leave empty for a flat amount.
catalogue-hint-legal-basis = Separate them with a semicolon and a space.
catalogue-hint-options = Only for a choice. Write: value=Indonesian|English;value=Indonesian|English
catalogue-hint-only-if = Write: code of the question=value. Leave empty if always.
catalogue-hint-code = Lower-case letters, digits and underscores.
catalogue-time-unit-hk = Working days
catalogue-time-unit-hr = Calendar days
catalogue-time-unit-jam = Hours
catalogue-time-unit-menit = Minutes
catalogue-hours-office = Only in office hours
catalogue-hours-elapsed = Day and night
catalogue-kind-text = One line of text
catalogue-kind-long-text = Several lines of text
catalogue-kind-date = Date
catalogue-kind-number = Number
catalogue-kind-money = Amount in rupiah
catalogue-kind-yes-no = Yes or no
catalogue-kind-choice = Choice
catalogue-kind-nik = NIK
catalogue-kind-kk = KK number
catalogue-kind-phone = Phone number
catalogue-kind-kelurahan = Kelurahan

## Mistakes in the editor
catalogue-mistake-at = { $field }: { $mistake }
catalogue-mistake-empty = It is empty. Fill it in.
catalogue-mistake-one-language = Only one language is filled. Fill in both, or neither.
catalogue-mistake-not-one-of = Choose one of: { $value }.
catalogue-mistake-not-whole = Write a whole number without dots or spaces.
catalogue-mistake-nothing = At least 1.
catalogue-mistake-not-date = Write a day as 2026-11-25.
catalogue-mistake-bad-code = A code has only lower-case letters, digits and underscores.
catalogue-mistake-twice = “{ $value }” is there already. Write another one.
catalogue-mistake-bad-options = Write at least two options: value=Indonesian|English;value=Indonesian|English.
catalogue-mistake-options-not-asked = Only a choice has options. Empty this, or change the kind.
catalogue-mistake-bad-condition = Write code of the question=value.
catalogue-mistake-unknown-question = No question “{ $value }” stands before this row.
catalogue-mistake-free-question = The answer to “{ $value }” is free. Use a choice or a yes/no question.
catalogue-mistake-unknown-answer = The question “{ $question }” has no answer “{ $value }”.
catalogue-mistake-unknown-service = There is no service { $value }.
catalogue-mistake-unknown-unit = There is no unit { $value }.
catalogue-mistake-unknown-number = There is no required question about a number with the code { $value }.
catalogue-mistake-days-elapse = Days always follow the office. Choose “Only in office hours”.

## Refusals
catalogue-error-step = This step is not possible in the present state. Reload the page and look at the state.
catalogue-error-incomplete = { $count } parts of the standard are still empty. Fill them in, then try again.
catalogue-error-four-eyes = You edited this version. Ask another person to check it.
catalogue-error-reason = The reason is empty. Go back, write it, and send again.
catalogue-error-past-day = That day has passed. Go back and choose today or later.
catalogue-error-no-day = There is no such day. Go back and write day, month and year in digits.
catalogue-error-not-editable = This version was proposed and cannot be changed. Wait for the decision, or ask for it back.
catalogue-error-compare = Choose two versions to compare on the page of the standard.
