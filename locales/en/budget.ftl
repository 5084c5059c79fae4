## The budget calendar
budget-title = Budget calendar
budget-lead = Fourteen steps to the budget, the last day of each by the rules, and when it was done.
budget-none = No budget year has been begun yet.
budget-of-year = Budget of { $year }
budget-other-years = Other years:
budget-step = Step
budget-due = Last day
budget-done = Done
budget-state = State
budget-means = Where a rule names a week, its last day counts. Such days have not been checked against the text of the rule.
budget-unverified = (not checked)
budget-due-waits = After the step before it
budget-not-done = Not yet
budget-state-waits = Waits
budget-state-runs = { $days ->
    [0] Last day
    [one] { $days } day left
   *[other] { $days } days left
 }
budget-state-missed = { $days } days overdue
budget-state-done = In time
budget-state-late = { $days } days late
budget-finding-late = { $count } of { $all } steps were late. The latest: { $step }, { $days } days.
budget-finding-none = No step is late so far.
budget-begin = Begin a budget year
budget-begin-button = Begin
budget-year = Budget year
budget-year-hint = The last day of every step is reckoned, and its clock runs.
budget-year-wrong = Write the budget year in four digits, such as 2027.
budget-year-unknown = The list of holidays reaches only for the budgets of { $first } to { $last }.
budget-year-begun = The calendar of that year has been begun already.
budget-step-already = This step has been entered as done already.
budget-done-future = The day on which it was done cannot be in the future.
budget-done-early = The day on which it was done is too long before this budget.
budget-due-on = Last day: { $day }.
budget-done-day = When was it done?
budget-day-wrong = Fill in a correct day, month and year.
budget-reference = Document
budget-reference-hint = Number or name of the document that shows it, such as the minutes.
budget-reference-wrong = Name the document, in 200 characters at most.
budget-save = Save
budget-step-musrenbang_kelurahan = Deliberation of the kelurahan
budget-step-musrenbang_kecamatan = Deliberation of the kecamatan
budget-step-office_forum = Forum of offices
budget-step-musrenbang_city = Deliberation of the city (RKPD)
budget-step-rkpd = Regulation on the yearly plan (RKPD)
budget-step-kua_ppas_submitted = Draft KUA-PPAS reaches the council
budget-step-kua_ppas_agreed = Agreement on KUA-PPAS
budget-step-guideline = Guideline for the offices' budgets
budget-step-bill = Budget bill reaches the council
budget-step-approval = Joint approval of the budget bill
budget-step-governor_sent = Sent to the Governor
budget-step-governor_result = Result of the Governor's evaluation
budget-step-repair = Repair of the bill
budget-step-law = Budget law and its regulation
budget-feed = Budget calendar (iCalendar)
budget-event = Last day: { $step }, budget { $year }
