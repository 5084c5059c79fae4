# Ruang wali kota.
room-name = Ruang wali kota
room-title = { $count ->
    [0] Tidak ada yang menunggu keputusan Anda
    [1] Satu hal menunggu keputusan Anda
    [2] Dua hal menunggu keputusan Anda
    [3] Tiga hal menunggu keputusan Anda
    [4] Empat hal menunggu keputusan Anda
    [5] Lima hal menunggu keputusan Anda
   *[other] { $count } hal menunggu keputusan Anda
}
room-print = Cetak ringkasan
room-print-how = Cetak dengan menu peramban, dua halaman A4.
room-decide = Untuk diputuskan
room-decided = Keputusan terakhir dan hasilnya
room-index = Indeks integritas
room-index-none = Belum ada putaran survei yang terbit.
room-index-line = Indeks dan keputusan
room-band = Rentang 95%
room-as-table = Lihat sebagai tabel
room-units = Unit layanan
room-units-note = Nilai, rentang 95%, sasaran { $target }
room-complaints = Keluhan terbuka
room-complaints-late = { $count } lewat batas waktu
room-files = dari { $files }
room-moved = { $by }, { $files }
room-moved-uncertain = { $by }, belum pasti, { $files }
room-places = Urutan { $places }
room-trend-up = naik
room-trend-down = turun
room-trend-same = tetap
room-col-unit = Unit
room-col-index = Indeks
room-col-chart = Rentang pada garis
room-col-places = Urutan
room-col-on-time = Tepat janji
room-col-complaints = Keluhan
room-col-round = Putaran sampai
room-mark-up = Indeks naik { $size } poin, rentang { $low } sampai { $high }.
room-mark-down = Indeks turun { $size } poin, rentang { $low } sampai { $high }.
room-mark-uncertain = Indeks belum pasti berubah: rentang { $low } sampai { $high } poin.
room-entries = Dihitung dari { $count } fakta di log transparansi.
room-clocks = Tenggat berjalan
room-clocks-count = { $open } tenggat berjalan, { $missed } di antaranya sudah lewat.
room-unit-decided = Keputusan untuk unit ini
room-f-signal-files = Pola: { $kind }, { $count } berkas
room-f-signal-rounds = Pola: { $kind }, { $count } kali pengguna menyebut uang
room-f-signal-contracts = Pola: { $kind }, { $count } kontrak
room-f-signal-activities = Pola: { $kind }, { $count } kegiatan
room-f-signal-evidence = { $times } kali dari biasanya. Pemeriksa menerima rinciannya, dan orangnya akan didengar.
room-f-signal-evidence-none = Tidak ada berkas lain yang seperti ini. Pemeriksa menerima rinciannya.
room-o-inspect = Minta jawaban pemeriksa
room-o-inspect-effect = Inspektorat menjawab sebelum tanggal peninjauan.
room-f-deadline = { $unit } melewatkan { $missed } tenggat yang masih terbuka
room-f-deadline-evidence = { $open } tenggat berjalan di unit ini.
room-o-plan = Minta rencana dari kepala unit
room-o-plan-effect = Kepala unit menyampaikan cara mengejarnya di rapat berikutnya.
room-f-complaint = { $late } keluhan di { $unit } lewat batas waktu
room-f-complaint-evidence = { $open } keluhan masih terbuka di unit ini.
room-coffee = Kopi pagi
room-coffee-on = Kopi pagi, { $when }
room-coffee-agenda = Bahan rapat
room-promises = Janji rapat lalu: { $done } dari { $of } selesai
room-promises-none = Rapat lalu tidak mencatat janji.
room-promise-kept = Selesai
room-promise-late = Lewat { $days } hari
room-topics = Usul bahasan
room-outcomes = Hasil keputusan
room-outcomes-note = Menurut ukuran yang disebut keputusan itu
room-not-certain = Belum pasti
room-promise-released = Dilepas
room-competence = Berkas yang kembali, disesuaikan
room-process = Jalannya layanan tersering
room-process-note = { $service }: { $files } berkas 90 hari terakhir.
room-process-few = Layanan tersering, { $service }, punya kurang dari { $fewest } berkas dalam 90 hari.
room-process-more = Lihat proses ini

## Anggaran di ruang wali kota
room-money = Anggaran { $year }
room-money-more = Lihat anggaran
room-money-none = Belum ada realisasi yang dicatat.
room-money-spent = Sampai akhir { $month } dibayar { $paid } dari { $amount } ({ $share }%).
room-money-in-order = Tidak ada kegiatan yang mendahului urutan rencana.
room-money-overtakes = { $count ->
    [one] Satu kegiatan mendahului urutan rencana: { $title }.
   *[other] { $count } kegiatan mendahului urutan rencana, terbesar { $title }.
 }
room-money-late = { $count } kegiatan menumpuk di akhir tahun.
room-money-calendar = Kalender anggaran { $year } terlambat { $months } bulan pada langkah { $step }.
room-money-calendar-on-time = Kalender anggaran berjalan tepat waktu.
room-f-budget = { $title } mendahului { $count } kegiatan yang lebih baik urutannya
room-f-budget-evidence = Urutannya { $place }, mulai { $month }, dan sudah dibayar { $paid }.
room-o-explain = Minta penjelasan unit
room-o-explain-effect = Unit menjelaskan sebabnya sebelum pembayaran berikutnya.
room-o-hold = Tunda pembayaran berikutnya
room-o-hold-effect = Uang menunggu sampai kegiatan yang didahului mulai.

room-patterns = Calo dan antrean
room-patterns-no-verdict = Pola bukan vonis. Siapa yang terkait hanya diketahui Inspektorat, dan orangnya didengar lebih dahulu.
room-patterns-rate = Dari pola di daftar ini, bagian yang kebetulan semata paling banyak { $q }.
room-patterns-none = Tidak ada pola yang menunggu.
room-patterns-until = Inspektorat menjawab sampai { $at }.
room-patterns-heard = { $count ->
    [0] Belum ada penjelasan.
   *[other] { $count } penjelasan sudah didengar.
}
room-patterns-asked = Anda meminta pemeriksaan pada { $at }.
room-patterns-decide = Minta diperiksa
room-patterns-decided = Lihat keputusan
room-patterns-ended = Pola yang sudah selesai
room-o-visit = Datangi kantornya tanpa pemberitahuan
room-o-visit-effect = Anda melihat sendiri antrean dan layanannya, dan catatannya masuk rapat berikutnya.
room-o-lend = Pinjamkan satu petugas selama satu bulan
room-o-lend-effect = Satu petugas di sini menjawab { $files } berkas sebulan, rentang { $low } sampai { $high }.
room-patterns-over = Pola ini sudah selesai; lihat pola yang masih menunggu.
