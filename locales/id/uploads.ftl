# Why an uploaded file is refused. $limit is a whole number.
upload-empty = Berkas ini kosong. Pilih berkas lain.
upload-too-large = Berkas ini lebih besar dari { $limit } MB. Perkecil atau foto ulang, lalu unggah lagi.
upload-too-large-kb = Berkas ini lebih besar dari { $limit } KB. Perkecil atau foto ulang, lalu unggah lagi.
upload-too-many-pixels = Gambar ini lebih besar dari { $limit } juta piksel. Perkecil gambarnya, lalu unggah lagi.
upload-wrong-type = Jenis berkas ini tidak diterima. Unggah foto (JPEG, PNG, atau WebP) atau dokumen PDF.
upload-unreadable = Berkas ini rusak atau tidak lengkap. Foto atau pindai ulang, lalu unggah lagi.
upload-pdf-active = PDF ini memuat program, jadi tidak diterima. Cetak dokumennya ke PDF baru, lalu unggah yang baru.
