# Texts of the layouts and of the shared pieces (base.html, staff.html, macros.html).

common-skip = Langsung ke isi
common-error-prefix = Kesalahan:
common-error-heading = Ada yang perlu diperbaiki

## The head of a page. The name of the city follows the first three.
common-official = Situs resmi Pemerintah
common-official-demo = Peragaan layanan
common-tagline = Layanan
common-synthetic-label = Data sintetis
common-synthetic-text = Semua nama, nomor, dan berkas di sini karangan komputer.

## Ways through the site
common-nav-main = Menu utama
common-nav-quick = Menu cepat
common-nav-home = Beranda
common-nav-services = Semua layanan
common-nav-services-short = Layanan
common-nav-track = Lacak
common-nav-index = Indeks
common-nav-report = Lapor
common-nav-reports = Laporan
common-nav-performance = Kinerja saya
common-nav-coaching = Pembinaan
common-nav-proposals = Usulan
common-nav-partner = Tugas mitra
common-nav-campaigns = Kampanye
common-nav-visits = Kalender kunjungan
common-nav-campaigns-public = Kampanye layanan
common-nav-coordinator = Laporan masuk
common-nav-inspector = Kotak perkara
common-nav-gifts = Hadiah
common-nav-representatives = Wakil dan kuasa
common-nav-register = Register UPG
common-nav-surveys = Survei
common-nav-check = Periksa
common-nav-login = Masuk
common-nav-work = Ruang kerja
common-nav-queue = Antrean kerja
common-nav-counter = Loket
common-nav-late = Lewat tenggat
common-nav-deadlines = Semua tenggat
common-nav-meetings = Kopi pagi
common-nav-processes = Proses
common-nav-room = Ringkasan
common-nav-decisions = Keputusan
common-nav-decisions-public = Keputusan wali kota
common-nav-proposals-public = Usulan warga untuk anggaran
common-nav-plan = Rencana prioritas
common-nav-plan-public = Rencana prioritas anggaran
common-nav-ballot = Pilih prioritas anggaran
common-nav-partners-public = Mitra kota
common-nav-scorecard = Rapor kota
common-nav-open-data = Data terbuka
common-nav-budget-calendar = Kalender anggaran
common-nav-spending = Anggaran berjalan
common-nav-reform = Reformasi dalam angka
common-nav-facilities = Fasilitas
common-nav-offices = Kantor layanan
common-nav-audit = Jejak audit
common-nav-cases = Perkara
common-nav-integrity = Integritas saya
common-nav-promise = Maklumat unit
common-nav-catalogue = Katalog
common-nav-users = Pengguna
common-nav-logout = Keluar
common-opening-recorded = Setiap kali Anda membuka data warga, pemiliknya bisa melihat catatannya.

## The foot of a page
common-footer-promise = Biaya dan waktu setiap layanan tertulis di sini. Bila ada yang meminta lebih, jangan beri.
common-help = Butuh bantuan?
common-help-text = Datang ke loket layanan atau kelurahan. Petugas membantu Anda mengisi, tanpa biaya.
common-open = Kota terbuka
common-about = Tentang
common-about-site = Tentang situs ini
common-privacy = Pelindungan data pribadi
common-accessibility = Aksesibilitas

## Forms
common-day = Tanggal
common-month = Bulan
common-year = Tahun
common-yes = Ya
common-no = Tidak
common-optional = boleh dikosongkan
common-file-kept = Berkas yang sudah ada:
common-change = Ubah
common-save = Simpan
common-cancel = Batal
common-next = Berikutnya

## Keys of the work queue
common-keys = Pintasan papan ketik
common-keys-move = pindah ke berkas berikutnya atau sebelumnya
common-keys-open = membuka berkas
common-keys-help = membuka bantuan ini
common-keys-on = Pintasan dipakai
common-nav-contracts = Kontrak
common-nav-contracts-public = Kontrak kota

## Maps
common-nav-kelurahan = Kota menurut kelurahan
common-map-schematic = Skema: satu kotak untuk satu kelurahan, satu baris untuk satu kecamatan. Ini bukan peta.
common-map-indicative = Batas wilayah hanya petunjuk, bukan batas resmi.
