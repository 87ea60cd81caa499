"""Printable handouts: of each lesson a PDF for students and one for the teacher, in both languages.

content    what a lesson's notebook, its bank and the teacher's guide give, taken apart for paper
questions  a bank's questions on paper: asked for the student, answered for the teacher
pages      the HTML of a handout
__main__   draw, print, report: `python -m hauphuong.editions.handouts`
"""
