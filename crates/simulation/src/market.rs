//! The markets of a synthetic city: what units buy, from how many firms, at what price. Assumptions of this
//! crate, chosen to look like a city; no firm in it exists.

use kernel::facts::spending::Category;

/// A market.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Market {
    /// Its code.
    pub class: &'static str,
    /// What is bought.
    pub title: &'static str,
    /// What kind of contract it is.
    pub category: Category,
    /// Median price of a contract in millions.
    pub median: f64,
    /// How many firms stand in it.
    pub firms: usize,
    /// Its code in the standard prices, and the price there in rupiah.
    pub standard: (&'static str, i64),
}

const fn market(
    class: &'static str,
    title: &'static str,
    category: Category,
    (median, firms): (f64, usize),
    standard: (&'static str, i64),
) -> Market {
    Market { class, title, category, median, firms, standard }
}

/// All of them; the last has one firm, whose catalogue price lies above the standard for everyone.
pub(crate) const MARKETS: [Market; 9] = [
    market("KURSI", "Kursi dan meja kantor", Category::Goods, (120.0, 8), ("SSH-KURSI", 3_900_000)),
    market("LAMPU", "Lampu penerangan jalan", Category::Goods, (170.0, 6), ("SSH-PJU", 7_350_000)),
    market("SAMPAH", "Tong dan motor sampah", Category::Goods, (90.0, 7), ("SSH-TONG", 1_450_000)),
    market("BIBIT", "Bibit dan sarana tani", Category::Goods, (60.0, 8), ("SSH-BIBIT", 12_500_000)),
    market("LATIH", "Pelatihan", Category::Services, (80.0, 9), ("SSH-LATIH", 2_650_000)),
    market("JALAN", "Jalan lingkungan", Category::Works, (420.0, 10), ("HSPK-PAVING", 226_000)),
    market(
        "DRAINASE",
        "Saluran drainase",
        Category::Works,
        (350.0, 9),
        ("HSPK-DRAINASE-U40", 785_000),
    ),
    market("RENCANA", "Perencanaan teknis", Category::Consulting, (75.0, 8), ("", 0)),
    market("CCTV", "Kamera pengawas", Category::Goods, (110.0, 1), ("SSH-CCTV", 8_900_000)),
];

/// A market of works whose contracts are mostly too dear to be given directly.
pub(crate) const WORKS: usize = 5;
/// The market of the only maker.
pub(crate) const SOLE: usize = 8;

/// First words of firms.
const WORDS: [&str; 10] =
    ["Maju", "Terang", "Bina", "Karya", "Sumber", "Mitra", "Putra", "Tunas", "Cipta", "Sinar"];
/// Second words.
const MORE: [&str; 9] =
    ["Abadi", "Jaya", "Makmur", "Sentosa", "Utama", "Lestari", "Mandiri", "Sejahtera", "Bersama"];

/// Name and number of a firm of a market.
pub(crate) fn firm(market: usize, place: usize) -> (String, String) {
    let kind = if place.is_multiple_of(3) { "PT" } else { "CV" };
    let name = format!("{kind} {} {}", WORDS[place % WORDS.len()], MORE[market % MORE.len()]);
    (name, format!("9{market:02}{place:02}0026"))
}
