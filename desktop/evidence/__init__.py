"""Evidence on the screen: the files of a record, a picture of what they show, and the ways in and out."""
