"""What the figures of a report mean and what they do not, in the words printed on it."""

from __future__ import annotations

from server.reports.words import LEAST

SUM = (
    "Masuk = merah + kuning + hijau + abu-abu: laporan yang masuk dalam periode menurut keadaan "
    "kasusnya pada saat catatan. Laporan yang digabung dihitung bersama kasus induknya; masalah "
    "berbeda menghitung kasus induk itu sekali."
)

FOLLOWED_UP = (
    "Ditindaklanjuti (cara SP4N) = (kuning + hijau) ÷ (masuk − bukan wewenang − arsip). Kuning "
    "sudah diterima OPD, dikerjakan, terjadwal atau menunggu validasi (SP4N-LAPOR!: proses); hijau "
    "selesai (SP4N-LAPOR!: selesai). Yang dikembalikan kepada pelapor tetap ada dalam penyebut.",
    "Angka ini dapat berbeda dari dasbor SP4N-LAPOR!. Di sana laporan menjadi “proses” setelah "
    "tindak lanjut pertama yang dapat dibaca pelapor, di sini sejak OPD menerima kasusnya, "
    "sehingga angka di sini dapat lebih tinggi. Di sana laporan ditutup sendiri bila pelapor tidak "
    "menanggapi, di sini selesai sejak pekerjaannya divalidasi. Di sini semua kanal dihitung; "
    "untuk SP4N-LAPOR! saja lihat barisnya dalam tabel kanal.",
)

FIGURES = (
    SUM,
    *FOLLOWED_UP,
    "Selesai = hijau ÷ (masuk − bukan wewenang − arsip).",
    "Tepat waktu = selesai dalam semua batas waktunya (jawaban pertama dan penyelesaian) ÷ laporan "
    "selesai yang punya batas waktu. Yang belum selesai tidak dihitung, juga bila sudah lewat.",
    "Dikembalikan OPD = penugasan yang dikembalikan OPD ÷ penugasan ke OPD dalam periode.",
    "Dibuka lagi = masalah yang pernah dibuka lagi ÷ masalah berbeda.",
    "Lama waktu ditulis median · p90 (n/dari): nilai yang benar-benar terjadi, hanya dari yang "
    "sudah lewat tahap itu. Pada periode yang baru lewat, yang lama belum selesai dan belum "
    "terhitung, maka angkanya tampak cepat; bandingkan n dengan dari.",
    f"Perubahan ditulis dalam persen bila periode sebelumnya punya sedikitnya {LEAST}. Laporan "
    "periode sebelumnya sudah lebih lama ditangani, maka bagian yang selesai wajar lebih tinggi.",
    "Kategori, wilayah dan kerahasiaan adalah yang berlaku sekarang, juga untuk masa lalu.",
)

LEAGUE = (
    f"Peringkat menurut bagian tepat waktu, hanya untuk OPD dengan sedikitnya {LEAST} laporan "
    "selesai yang punya batas waktu; di bawah itu kebetulan lebih besar daripada kinerja.",
    "Rentang 95 % (Wilson): bila rentang dua OPD bertumpuk, urutannya bisa karena kebetulan.",
    "Pekerjaan OPD berbeda: lampu padam tidak sama dengan jalan rusak. Peringkat tidak menimbang "
    "berat pekerjaan, banyaknya petugas, atau cuaca, dan tidak untuk menilai orang.",
    "Kasus yang dikembalikan OPD lalu diteruskan ke OPD lain hanya dihitung pada OPD yang kini "
    "memegangnya; waktu yang hilang karena salah alamat ikut menjadi bebannya.",
    "Kasus dengan beberapa OPD dihitung pada masing-masing, maka jumlah barisnya dapat melebihi "
    "seluruh laporan.",
)

TIMES = (
    "Terima: dari diteruskan sampai diterima OPD; selesai: dari masuk sampai selesai. Keduanya "
    "ditulis median · p90 (n/dari)."
)
