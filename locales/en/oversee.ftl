# Oversight: all clocks, duties of heads.

oversee-text-empty = Fill in this field.
oversee-text-long = Write at most { $most } characters.
oversee-owner-inspectorate = Inspectorate
oversee-owner-mayor = The mayor
oversee-owner-coordinator = Coordinator of reports
oversee-owner-approver = Approvers
oversee-owner-outreach = Public relations
oversee-clocks-title = All deadlines
oversee-clocks-finding = { $open } deadlines run, { $missed } of them were missed.
oversee-clocks-list = List of deadlines
oversee-clocks-none = There are no deadlines.
oversee-when = Time
oversee-when-any = All
oversee-when-overdue = Missed
oversee-when-today = Today
oversee-when-week = This week
oversee-by-unit = By unit
oversee-by-rule = By kind
oversee-open-missed = { $open } run, { $missed } missed
oversee-show-all = Show all
oversee-col-unit = Unit
oversee-col-open = Running
oversee-col-missed = Missed
oversee-col-rule = Kind
oversee-col-started = Since
oversee-col-due = Due
oversee-col-answers = Who answers
oversee-paused = Stands still
oversee-answers-head = Head of the unit
oversee-answers-inspectorate = Inspectorate
oversee-answers-coordinator = Coordinator of reports
oversee-answers-approver = Approvers
oversee-answers-mayor = The mayor's room
oversee-level-1 = the head of the unit
oversee-level-2 = the Inspectorate
oversee-level-3 = the mayor's room
oversee-rule-improve-decision = Decision on a proposal
oversee-rule-improve-review = Review of a decision
oversee-rule-promise = Promise of service { $service }
oversee-rule-serve-completeness_check = Check of completeness
oversee-rule-serve-supplement_wait = Time of the applicant to complete
oversee-rule-serve-deemed_approval = Decision on an application
oversee-rule-serve-partner_step = Step handed to a partner
oversee-rule-superior_duty = Duty of the superior to summon and examine
oversee-rule-improve-commitment = Promise of a meeting
oversee-rule-round = Round of supervision
oversee-rule-mandate-confirmation = The answer of a mandate's giver
oversee-rule-signal-answer = Decision on a signal
oversee-rule-improve-trial_decision = Decision on the result of a trial
oversee-rule-outreach-evaluation = Evaluation of a campaign
oversee-rule-outreach-visit_report = Report of a visit
oversee-rule-case = Examination of a case
oversee-rule-appeal = Time of appeal
oversee-rule-appeal_decision = Decision on an appeal
oversee-mail-subject = Deadline missed: { $rule }
oversee-mail-body =
    { $rule } at { $unit } has been missed since { $due }.

    It has now reached { $level }. See the list: { $link }
oversee-duties-title = Duties of superiors
oversee-duties-lead = A superior must summon and examine once there is information about a violation. The basis is PP 94/2021.
oversee-duties-none = You have no such duty.
oversee-duties-sanctions = Light sanctions that wait
oversee-duties-missed = Missed duties
oversee-duties-missed-text = These counts also stand in the public log, without names.
oversee-duties-missed-none = None was missed so far.
oversee-duty-owed = Waits for the first summons
oversee-duty-missed = Missed, still owed
oversee-duty-done = Summons sent
oversee-duty-done-late = Summons sent, too late
oversee-duty-done-before = This summons was noted before.
oversee-duty-letter = Number and date of the summons
oversee-duty-letter-hint = The Inspectorate tells you whom to summon.
oversee-duty-go = Note the first summons
oversee-duty-mail-subject = You must summon and examine
oversee-duty-mail-body =
    There is information about a violation in your unit.

    Send the first summons by { $due }. Note it here: { $link }
