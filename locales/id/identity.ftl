### Nomor identitas, nomor telepon, nomor permohonan dan kode yang Anda ketik.

## NIK
identity-nik-character = NIK hanya berisi angka. Hapus huruf atau tanda lain, lalu coba lagi.
identity-nik-length = NIK terdiri dari 16 angka. Lihat KTP atau Kartu Keluarga Anda, lalu ketik semua angkanya.
identity-nik-date = Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak ada di kalender. Periksa kembali angka itu di KTP Anda.
identity-nik-serial = Empat angka terakhir NIK tidak mungkin 0000. Periksa kembali angka itu di KTP Anda.

## Nomor Kartu Keluarga
identity-kk-character = Nomor Kartu Keluarga hanya berisi angka. Hapus huruf atau tanda lain, lalu coba lagi.
identity-kk-length = Nomor Kartu Keluarga terdiri dari 16 angka. Lihat bagian atas Kartu Keluarga Anda, lalu ketik semua angkanya.
identity-kk-date = Tanggal di dalam nomor Kartu Keluarga (angka ke-7 sampai ke-12) tidak ada di kalender. Periksa kembali angka itu di Kartu Keluarga Anda.

## NIP
identity-nip-character = NIP hanya berisi angka. Hapus huruf atau tanda lain, lalu coba lagi.
identity-nip-length = NIP terdiri dari 18 angka. Lihat surat keputusan Anda, lalu ketik semua angkanya.
identity-nip-birth = Tanggal lahir di dalam NIP (8 angka pertama) tidak ada di kalender. Periksa kembali angka itu di surat keputusan Anda.
identity-nip-appointment = Bulan pengangkatan di dalam NIP (angka ke-9 sampai ke-14) tidak ada di kalender. Periksa kembali angka itu di surat keputusan Anda.
identity-nip-age = Menurut NIP ini, pengangkatan terjadi sebelum usia 18 tahun. Periksa kembali 14 angka pertama di surat keputusan Anda.
identity-nip-sex = Angka ke-15 NIP harus 1 atau 2. Periksa kembali angka itu di surat keputusan Anda.

## Nomor telepon
identity-phone-character = Nomor telepon hanya berisi angka, boleh diawali tanda +. Hapus huruf atau tanda lain, lalu coba lagi.
identity-phone-prefix = Nomor ini bukan nomor ponsel Indonesia. Ketik nomor Anda yang diawali 08 atau +628.
identity-phone-landline = Ini nomor telepon rumah atau kantor (seperti 0725), yang tidak dapat menerima SMS. Ketik nomor ponsel Anda yang diawali 08.
identity-phone-operator = Tidak ada nomor ponsel yang diawali 080. Periksa kembali nomor Anda.
identity-phone-length = Nomor ponsel terdiri dari 9 sampai 13 angka dengan 0 di depan. Periksa apakah ada angka yang kurang atau lebih.

## Peringatan bagi petugas; bukan alasan menolak
identity-warning-birth = Tanggal lahir di dalam NIK berbeda dengan tanggal yang dinyatakan. NIK tidak berubah walau data diperbaiki. Cocokkan dengan dokumen; jangan menolak karena hal ini.
identity-warning-sex = Jenis kelamin di dalam NIK berbeda dengan yang dinyatakan. NIK tidak berubah walau data diperbaiki. Cocokkan dengan dokumen; jangan menolak karena hal ini.
identity-warning-region = NIK ini pertama kali didaftarkan di wilayah lain. NIK tidak berubah walau pemiliknya pindah. Lihat alamat di dokumen; jangan menolak karena hal ini.

## Nomor permohonan
number-length = Nomor permohonan terdiri dari 8 huruf dan angka, misalnya K7M4-2Q9P. Salin kembali dari tanda terima Anda.
number-symbol = Ada tanda yang tidak dipakai di nomor permohonan. Salin kembali nomor itu dari tanda terima Anda.
number-check = Nomor permohonan ini salah ketik. Bandingkan setiap huruf dan angka dengan tanda terima Anda.

## Kode rahasia pada tanda terima
secret-length = Kode rahasia terdiri dari 16 huruf dan angka. Salin kembali dari tanda terima Anda.
secret-symbol = Ada tanda yang tidak dipakai di kode rahasia. Salin kembali kode itu dari tanda terima Anda.

## Kode draf
draft-code-length = Kode draf terdiri dari 12 huruf dan angka. Salin kembali kode yang Anda simpan.
mandate-code-length = Kode kuasa terdiri dari 12 huruf dan angka. Buka tautan dari SMS kami sekali lagi.
mandate-code-symbol = Ada tanda yang tidak dipakai di kode kuasa. Buka tautan dari SMS kami sekali lagi.
draft-code-symbol = Ada tanda yang tidak dipakai di kode draf. Salin kembali kode yang Anda simpan.

## Kode kegiatan (Permendagri 90/2019)
activity-code-parts = Kode kegiatan terdiri atas enam bagian yang dipisah titik, seperti 1.03.10.2.01.0005.
activity-code-digits = Bagian ke-{ $place } kode kegiatan harus { $digits } angka. Bandingkan dengan 1.03.10.2.01.0005.
activity-code-level = Bagian keempat kode kegiatan harus 2, yaitu kabupaten atau kota.
activity-code-zero = Bagian ke-{ $place } kode kegiatan tidak boleh nol semua.
