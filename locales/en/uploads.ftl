# Why an uploaded file is refused. $limit is a whole number.
upload-empty = This file is empty. Choose another file.
upload-too-large = This file is larger than { $limit } MB. Make it smaller or take the photo again, then upload it.
upload-too-large-kb = This file is larger than { $limit } KB. Make it smaller or take the photo again, then upload it.
upload-too-many-pixels = This picture is larger than { $limit } million pixels. Make it smaller, then upload it again.
upload-wrong-type = This type of file is not accepted. Upload a photo (JPEG, PNG or WebP) or a PDF document.
upload-unreadable = This file is damaged or incomplete. Take the photo or scan it again, then upload it.
upload-pdf-active = This PDF contains a program, so it is not accepted. Print the document to a new PDF and upload that.
