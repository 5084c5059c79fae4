# The mayor's room.
room-name = The mayor's room
room-title = { $count ->
    [0] Nothing waits for your decision
    [1] One thing waits for your decision
    [2] Two things wait for your decision
    [3] Three things wait for your decision
    [4] Four things wait for your decision
    [5] Five things wait for your decision
   *[other] { $count } things wait for your decision
}
room-print = Print the summary
room-print-how = Print with the browser's menu, on two pages of A4.
room-decide = To decide
room-decided = Recent decisions and what came of them
room-index = Integrity index
room-index-none = No round of the survey is published yet.
room-index-line = The index and decisions
room-band = 95% interval
room-as-table = See as a table
room-units = Units
room-units-note = Value, 95% interval, target { $target }
room-complaints = Open complaints
room-complaints-late = { $count } beyond their time
room-files = of { $files }
room-moved = { $by }, { $files }
room-moved-uncertain = { $by }, not certain, { $files }
room-places = Rank { $places }
room-trend-up = up
room-trend-down = down
room-trend-same = same
room-col-unit = Unit
room-col-index = Index
room-col-chart = Interval on a line
room-col-places = Rank
room-col-on-time = Promise kept
room-col-complaints = Complaints
room-col-round = Round until
room-mark-up = The index rose by { $size } points, interval { $low } to { $high }.
room-mark-down = The index fell by { $size } points, interval { $low } to { $high }.
room-mark-uncertain = Not certain that the index moved: interval { $low } to { $high } points.
room-entries = Counted from { $count } facts in the public log.
room-clocks = Running deadlines
room-clocks-count = { $open } deadlines run, { $missed } of them have passed.
room-unit-decided = Decisions for this unit
room-f-signal-files = Pattern: { $kind }, { $count } files
room-f-signal-rounds = Pattern: { $kind }, users spoke of money { $count } times
room-f-signal-contracts = Pattern: { $kind }, { $count } contracts
room-f-signal-activities = Pattern: { $kind }, { $count } activities
room-f-signal-evidence = { $times } times the usual. An inspector has the details, and those concerned will be heard.
room-f-signal-evidence-none = No other file shows it. An inspector has the details.
room-o-inspect = Ask the inspector for an answer
room-o-inspect-effect = The Inspectorate answers before the day of review.
room-f-deadline = { $unit } missed { $missed } deadlines that are still open
room-f-deadline-evidence = { $open } deadlines run in this unit.
room-o-plan = Ask the head for a plan
room-o-plan-effect = The head tells at the next meeting how to catch up.
room-f-complaint = { $late } complaints at { $unit } are beyond their time
room-f-complaint-evidence = { $open } complaints are open in this unit.
room-coffee = Coffee morning
room-coffee-on = Coffee morning, { $when }
room-coffee-agenda = Agenda
room-promises = Promises of the last meeting: { $done } of { $of } kept
room-promises-none = The last meeting recorded no promise.
room-promise-kept = Done
room-promise-late = { $days } days late
room-topics = Proposed topics
room-outcomes = What came of decisions
room-outcomes-note = By the measure that each decision named
room-not-certain = Not certain
room-promise-released = Released
room-competence = Files that come back, adjusted
room-process = How the most frequent service is worked on
room-process-note = { $service }: { $files } files of the last 90 days.
room-process-few = The most frequent service, { $service }, has fewer than { $fewest } files in 90 days.
room-process-more = Look at this process

## The budget in the mayor's room
room-money = Budget { $year }
room-money-more = See the budget
room-money-none = Nothing realised has been entered yet.
room-money-spent = By the end of { $month } { $paid } of { $amount } was paid ({ $share }%).
room-money-in-order = No activity overtakes the order of the plan.
room-money-overtakes = { $count ->
    [one] One activity overtakes the order of the plan: { $title }.
   *[other] { $count } activities overtake the order of the plan, the largest is { $title }.
 }
room-money-late = { $count } activities pile up at the end of the year.
room-money-calendar = The calendar of the budget { $year } is { $months } months late at: { $step }.
room-money-calendar-on-time = The budget calendar runs on time.
room-f-budget = { $title } overtook { $count } activities with a better place
room-f-budget-evidence = Its place is { $place }, it started in { $month }, and { $paid } has been paid.
room-o-explain = Ask the unit to explain
room-o-explain-effect = The unit says why before the next payment.
room-o-hold = Hold the next payment
room-o-hold-effect = The money waits until what was overtaken has started.

room-patterns = Brokers and queues
room-patterns-no-verdict = A pattern is not a verdict. Only the Inspectorate knows whom it concerns, and hears them first.
room-patterns-rate = Of the patterns in this list, at most { $q } are mere chance.
room-patterns-none = No pattern waits.
room-patterns-until = The Inspectorate answers by { $at }.
room-patterns-heard = { $count ->
    [0] Nobody has explained it yet.
    [1] One explanation was heard.
   *[other] { $count } explanations were heard.
}
room-patterns-asked = You asked for an inspection on { $at }.
room-patterns-decide = Ask for a look
room-patterns-decided = See the decision
room-patterns-ended = Patterns that ended
room-o-visit = Visit the office unannounced
room-o-visit-effect = You see queue and service yourself, and the notes go to the next meeting.
room-o-lend = Lend one officer for a month
room-o-lend-effect = One officer answers { $files } files a month here, interval { $low } to { $high }.
room-patterns-over = This pattern has ended; see those that still wait.
