"""The living city: a seeded make-believe of citizens, officers and agencies for demonstrations."""
