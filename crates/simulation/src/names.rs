//! Names and streets for people who do not exist: common Javanese, Sundanese, Lampung and general
//! Indonesian given names, combined at random. No name is taken from a register.

use kernel::identity::Sex;
use rand::Rng;

use crate::random::{below, between, chance, pick};

const MALE: &[&str] = &[
    "Agus", "Ahmad", "Andi", "Anton", "Arif", "Bagas", "Bambang", "Bayu", "Budi", "Cahyo", "Dedi",
    "Dimas", "Dwi", "Edi", "Eko", "Fajar", "Fauzan", "Galih", "Gunawan", "Hadi", "Hendra", "Heri",
    "Ibnu", "Ilham", "Imam", "Irfan", "Joko", "Kurnia", "Lukman", "Mahfud", "Nanang", "Nurdin",
    "Panji", "Prasetyo", "Rahmat", "Rangga", "Ridwan", "Rizki", "Rudi", "Sapto", "Sigit", "Slamet",
    "Sugeng", "Suparman", "Sutrisno", "Taufik", "Tri", "Wahyu", "Wawan", "Yanto", "Yusuf",
    "Zainal",
];

const FEMALE: &[&str] = &[
    "Ani", "Anisa", "Aulia", "Ayu", "Citra", "Desi", "Dewi", "Diah", "Dwi", "Eka", "Endang",
    "Erna", "Fatimah", "Fitri", "Hartini", "Indah", "Intan", "Ira", "Kartika", "Laila", "Lestari",
    "Lia", "Lilis", "Maya", "Mega", "Murni", "Nia", "Ningsih", "Novi", "Nur", "Nurul", "Puji",
    "Putri", "Rahma", "Ratna", "Retno", "Rina", "Rini", "Rizka", "Sari", "Sinta", "Siti", "Sri",
    "Sulastri", "Suminah", "Susi", "Tri", "Tuti", "Umi", "Wahyuni", "Wati", "Yuliana", "Yuni",
    "Zahra",
];

const MALE_SECOND: &[&str] = &[
    "Adi",
    "Arifin",
    "Firmansyah",
    "Hakim",
    "Hidayat",
    "Irawan",
    "Kurniawan",
    "Kusuma",
    "Mulyono",
    "Nugroho",
    "Permana",
    "Prabowo",
    "Pratama",
    "Purnomo",
    "Raharjo",
    "Ramadhan",
    "Ratu",
    "Saputra",
    "Santoso",
    "Setiawan",
    "Suharto",
    "Susanto",
    "Utomo",
    "Wibowo",
    "Wijaya",
    "Yudhistira",
    "Alam",
    "Darmawan",
    "Hermawan",
    "Jaya",
    "Maulana",
    "Pangeran",
];

const FEMALE_SECOND: &[&str] = &[
    "Amalia",
    "Andriani",
    "Anggraini",
    "Aprilia",
    "Astuti",
    "Handayani",
    "Hasanah",
    "Hidayati",
    "Kusumawati",
    "Khotimah",
    "Lestari",
    "Maharani",
    "Marlina",
    "Maryam",
    "Mulyani",
    "Nurjanah",
    "Oktaviani",
    "Pertiwi",
    "Puspita",
    "Rahayu",
    "Rahmawati",
    "Safitri",
    "Suryani",
    "Utami",
    "Wahyuningsih",
    "Wardani",
    "Widyastuti",
    "Wulandari",
    "Yulianti",
    "Zulaikha",
];

const STREETS: &[&str] = &[
    "Jl. Merpati",
    "Jl. Kenanga",
    "Jl. Melati",
    "Jl. Mawar",
    "Jl. Flamboyan",
    "Jl. Cempaka",
    "Jl. Anggrek",
    "Jl. Dahlia",
    "Jl. Kutilang",
    "Jl. Cendrawasih",
    "Jl. Rajawali",
    "Jl. Nangka",
    "Jl. Rambutan",
    "Jl. Durian",
    "Jl. Manggis",
    "Jl. Pala",
    "Jl. Cengkeh",
    "Jl. Gunung Lawu",
    "Jl. Krakatau",
    "Jl. Tanggamus",
    "Jl. Way Sekampung",
    "Jl. Way Seputih",
    "Gg. Damai",
    "Gg. Rukun",
    "Gg. Kelinci",
    "Gg. Sawo",
];

/// A name: one word in twelve cases of a hundred, as is common in Java, otherwise two or three.
pub(crate) fn name(rng: &mut impl Rng, sex: Sex) -> String {
    let (first, second) = match sex {
        Sex::Male => (MALE, MALE_SECOND),
        Sex::Female => (FEMALE, FEMALE_SECOND),
    };
    let given = pick(rng, first);
    if chance(rng, 0.12) {
        return given.to_owned();
    }
    let last = pick(rng, second);
    let middle = pick(rng, first);
    if chance(rng, 0.2) && middle != given {
        format!("{given} {middle} {last}")
    } else {
        format!("{given} {last}")
    }
}

/// A street, a house number and the neighbourhood (RT/RW).
pub(crate) fn address(rng: &mut impl Rng) -> String {
    let street = pick(rng, STREETS);
    let house = between(rng, 1, 120);
    let (rt, rw) = (1 + below(rng, 40), 1 + below(rng, 12));
    format!("{street} No. {house} RT {rt:03} RW {rw:03}")
}
