# Texts of the public log: the page on which anyone checks a receipt, the seal, the poster.

log-title = Periksa sendiri
log-lead = Setiap permohonan di sini meninggalkan segel di log publik. Tidak seorang pun di balai kota bisa menghapus atau mengubahnya diam-diam.

log-check-heading = Periksa tanda terima Anda
log-check-file = Berkas tanda terima
log-check-file-hint = Berkas berakhiran .tlog-proof yang Anda unduh dari halaman lacak.
log-check-text = Atau tempel isinya
log-check-text-hint = Bila lebih mudah, salin seluruh isi berkas ke sini.
log-check-button = Periksa
log-receipt-none = Pilih berkas tanda terima atau tempel isinya, lalu coba lagi.
log-receipt-unreadable = Berkas ini bukan tanda terima. Unduh lagi dari halaman lacak permohonan Anda.

log-result-good = Tanda terima ini asli
log-result-promise = Janji kota ini asli. Buktinya belum masuk log; unduh lagi tanda terima beberapa detik lagi.
log-result-entry = Catatannya ada di log publik yang sudah ditandatangani dengan { $size } catatan.
log-result-bad = Tanda terima ini tidak cocok
log-result-bad-text = Jangan percayai berkas ini. Unduh lagi dari halaman lacak, atau bawa ke loket.
log-bad-promise = Janji di dalamnya tidak ditandatangani oleh kota ini, atau isinya sudah diganti.
log-bad-checkpoint = Tanda tangan log di dalamnya tidak cocok dengan isinya.
log-bad-entry = Catatan di dalamnya tidak ada di log yang ditandatangani itu.
log-bad-disagree = Janji dan catatan di dalamnya tidak mengatakan hal yang sama.
log-bad-file = Berkas ini rusak atau bukan tanda terima.
log-row-number = Nomor permohonan
log-row-service = Layanan
log-row-received = Diterima (UTC)
log-row-entry = Nomor catatan di log

log-state-heading = Keadaan log
log-state-size = Log berisi { $size } catatan.
log-state-signed = Terakhir ditandatangani { $moment }.
log-state-none = Log belum berisi apa-apa.
log-standing-publishing = Log mengikuti setiap layanan
log-standing-refused = Log berhenti ditandatangani; petugas sedang memeriksa
log-standing-still = Log sedang tidak diterbitkan dari sini
log-witnesses = Saksi dari luar
log-witnesses-none = Belum ada saksi. Ombudsman, kampus, atau surat kabar bisa menjadi saksi dengan satu program kecil.
log-witnesses-quorum = Sedikitnya { $quorum } saksi harus ikut menandatangani.
log-witness-never = belum pernah
log-witness-at = { $moment }, { $size } catatan

log-what-heading = Apa artinya
log-what-1 = Log publik adalah daftar yang hanya bisa bertambah. Setiap catatan dikunci oleh catatan sebelumnya.
log-what-2 = Bila satu huruf saja diganti, tanda tangan kota tidak cocok lagi. Saksi di luar kota akan menolaknya.
log-what-3 = Yang tersimpan bukan nama Anda, melainkan segel acak. Hanya pemegang tanda terima yang bisa membukanya.
log-reveals-heading = Apa yang terlihat orang lain
log-reveals = Orang lain melihat urutan dan jumlah antrean tiap layanan, tanpa nama, nomor, atau jam. Siapa yang mendahului terlihat bersama alasannya.
log-alone-heading = Tanpa percaya kepada kami
log-alone = Halaman ini milik kota. Bila Anda tidak percaya, periksa di komputer Anda sendiri, juga tanpa internet.
log-alone-key = Kunci publik kota, simpan sebagai kota.vkey:
log-alone-other = Log ini memakai aturan terbuka C2SP tlog-tiles, jadi program lain pun bisa memeriksanya.

log-seal-title = Segel
log-seal-found = Segel ini ada di log
log-seal-found-text = Catatan nomor { $index } dari { $size } membawa segel ini.
log-seal-missing = Segel ini tidak ada di tempat itu
log-seal-missing-text = Log berisi { $size } catatan, dan catatan nomor { $index } tidak membawa segel ini. Minta petugas loket mencetak ulang.
log-seal-next = Segel menunjukkan bahwa catatannya ada. Untuk melihat isinya, periksa tanda terima lengkapnya.

log-poster-link = Cetak poster minggu ini
log-poster-title = Log publik layanan kota
log-poster-entries = Jumlah catatan
log-poster-origin = Nama log
log-poster-signed = Ditandatangani
log-poster-root = Sidik jari
log-poster-qr = Kode QR berisi tanda tangan log
log-poster-text = Potret poster ini. Siapa pun yang menyimpannya bisa membuktikan bila sejarah kelak diubah.
log-poster-why = Kode ini memuat tanda tangan kota, jadi tidak perlu internet.

log-no-key = Kota ini belum mempunyai kunci log. Minta pengelola menjalankan bening log key new.
log-elsewhere = Log sedang diterbitkan oleh proses lain. Hentikan server dulu, lalu coba lagi.
log-nothing-published = Belum ada log yang diterbitkan, jadi tidak ada yang dipulihkan.
log-forked = Basis data ini pernah menandatangani isi lain pada { $size } catatan. Jangan lanjutkan; hubungi para saksi.
