//! The kinds of patterns, and what each says.

use serde::Serialize;

/// A kind of pattern. Its null model stands with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One contact behind many families. Null: whoever helps others now and then does so at most at
    /// the stated rate, each time independently (Poisson).
    SharedContact,
    /// A representative's files are done sooner. Null: among neighbours in a queue, whose file it is
    /// says nothing of how long it takes.
    RepresentativeSpeed,
    /// A representative's files are done sooner by one officer than that officer's other files.
    /// Null: among files that follow each other on the officer's desk, whose it is says nothing.
    PairSpeed,
    /// A representative's files are taken before their turn. Null: any of the neighbours in the queue
    /// is as likely to be the one that is taken early.
    RepresentativeJump,
    /// An officer takes files before their turn. Null: any officer of the queue is as likely to.
    OfficerJump,
    /// Files of one contact are taken out of turn with a reason again and again. Null as above.
    RepeatedOverride,
    /// A representative's files come to one officer. Null: whose file it is says nothing of who takes
    /// it from the queue.
    Steering,
    /// Files that had been sent back pass as soon as a representative comes. Null: among files sent
    /// back, who comes the second time says nothing of a further return.
    VanishingReturn,
    /// An officer finishes in the last moments before the deadline. Null: among files finished in the
    /// last tenth of their time, the last twentieth is as likely for all officers.
    DeadlineBurst,
    /// An officer finishes in the last quarter of an hour of the day. Null: among files finished in
    /// the last hour and a half, the last quarter is as likely for all officers.
    DayEndBurst,
    /// An officer's acts are recorded well after they are said to have happened. Null: as likely for
    /// all officers of the office.
    Backdating,
    /// A group's files take longer in one office. Null: among neighbours in a queue, the group says
    /// nothing of how long it takes.
    GroupSpeed,
    /// A group's files are sent back more often in one office. Null: among neighbours in a queue, the
    /// group says nothing of it.
    GroupReturns,
    /// A group's files miss a usual step, or have an unusual one, more often in one office. Null as
    /// above.
    GroupSteps,
    /// One step takes longer for a group's files in one office, from the end of the step before. Null:
    /// among files that came to the step one after the other, the group says nothing of it.
    GroupStepSpeed,
    /// Users tell of payments, and officers report hardly a gift. Null: officers report gifts as often for
    /// each payment in every office. What users tell a survey is compared with the gifts of the same
    /// round's time and by the share of its users who answered, so that an office that was asked more
    /// says no more; reports that money was asked for, with the gifts of their own time.
    GiftSilence,
    /// An office ends reports without doing anything. Null: as often as all other offices.
    ClosedWithoutAct,
    /// An office ends reports on the last day of their time. Null as above.
    ClosedLastDay,
    /// A unit, or a unit with one firm, pays more over the city's standard prices than others. Null: among
    /// contracts of one market, who buys from whom says nothing of how far the price lies above what all
    /// pay for the same things.
    PriceOverStandard,
    /// Contracts of a unit with one firm have a single offer more often. Null: among competed contracts of
    /// one market and size, who buys from whom says nothing of how many offers there were.
    SingleBid,
    /// A unit's contracts with one firm that stand close together lie just below the limit of direct
    /// procurement. Null: among all contracts in a band around the limit, who buys from whom, and how close
    /// together, says nothing of the side.
    SplitPurchases,
    /// One firm gets a unit's contracts more often than its market says. Null: among contracts of one market
    /// and month, which unit buys says nothing of the firm.
    SameSupplier,
    /// Activities of a unit that stand worse in the adopted order begin earlier than better ones. Null:
    /// within a unit and an account, the place says nothing of when an activity begins.
    Overtaking,
    /// A unit pays more of its money in the last month. Null: among activities of one account, whose they
    /// are says nothing of the share of the last month.
    DecemberSpending,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::SharedContact,
        Self::RepresentativeSpeed,
        Self::PairSpeed,
        Self::RepresentativeJump,
        Self::OfficerJump,
        Self::RepeatedOverride,
        Self::Steering,
        Self::VanishingReturn,
        Self::DeadlineBurst,
        Self::DayEndBurst,
        Self::Backdating,
        Self::GroupSpeed,
        Self::GroupReturns,
        Self::GroupSteps,
        Self::GroupStepSpeed,
        Self::GiftSilence,
        Self::ClosedWithoutAct,
        Self::ClosedLastDay,
        Self::PriceOverStandard,
        Self::SingleBid,
        Self::SplitPurchases,
        Self::SameSupplier,
        Self::Overtaking,
        Self::DecemberSpending,
    ];

    /// Its code, such as `shared_contact`.
    pub fn code(self) -> &'static str {
        match self {
            Self::SharedContact => "shared_contact",
            Self::RepresentativeSpeed => "representative_speed",
            Self::PairSpeed => "pair_speed",
            Self::RepresentativeJump => "representative_jump",
            Self::OfficerJump => "officer_jump",
            Self::RepeatedOverride => "repeated_override",
            Self::Steering => "steering",
            Self::VanishingReturn => "vanishing_return",
            Self::DeadlineBurst => "deadline_burst",
            Self::DayEndBurst => "day_end_burst",
            Self::Backdating => "backdating",
            Self::GroupSpeed => "group_speed",
            Self::GroupReturns => "group_returns",
            Self::GroupSteps => "group_steps",
            Self::GroupStepSpeed => "group_step_speed",
            Self::GiftSilence => "gift_silence",
            Self::ClosedWithoutAct => "closed_without_act",
            Self::ClosedLastDay => "closed_last_day",
            Self::PriceOverStandard => "price_over_standard",
            Self::SingleBid => "single_bid",
            Self::SplitPurchases => "split_purchases",
            Self::SameSupplier => "same_supplier",
            Self::Overtaking => "overtaking",
            Self::DecemberSpending => "december_spending",
        }
    }

    /// What its records are.
    pub fn about(self) -> About {
        match self {
            Self::PriceOverStandard
            | Self::SingleBid
            | Self::SplitPurchases
            | Self::SameSupplier => About::Contracts,
            Self::Overtaking | Self::DecemberSpending => About::Activities,
            Self::GiftSilence => About::Rounds,
            _ => About::Files,
        }
    }

    /// How much say the kind has in the rate of false discoveries; most have one. It follows from what
    /// a kind counts and from nothing that a run finds, as weights must (Genovese, Roeder and Wasserman,
    /// Biometrika 93, 2006).
    pub fn say(self) -> f64 {
        match self {
            // Hundreds of files, or of families where three are usual: far beyond any limit.
            Self::SharedContact
            | Self::RepresentativeJump
            | Self::Backdating
            | Self::GroupSpeed
            | Self::GroupStepSpeed => 0.25,
            // Some tens of files of one officer, pair or office, of its gifts, or of contracts of one pair, where
            // twice as often is no far tail.
            Self::PairSpeed
            | Self::OfficerJump
            | Self::Steering
            | Self::GiftSilence
            | Self::ClosedWithoutAct
            | Self::ClosedLastDay
            | Self::SingleBid
            | Self::SameSupplier => 2.0,
            _ => 1.0,
        }
    }
}

/// What the records of a pattern are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Files of citizens.
    Files,
    /// Rounds of a survey; none when reports say it.
    Rounds,
    /// Contracts with firms.
    Contracts,
    /// Activities of a budget.
    Activities,
}
